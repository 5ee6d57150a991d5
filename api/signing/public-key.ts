import { createHash, createPublicKey, type KeyObject } from 'node:crypto'
import { z } from 'zod'
import { jsonWebKey } from '../../schemas/attestation.ts'

/** A key that signatures are checked with. */
export interface PublicKey {
  /** SHA-256 of the key's SubjectPublicKeyInfo (DER), in hexadecimal: computed from the key, never taken on trust. */
  readonly keyId: string
  readonly key: KeyObject
}

const anyKeySet = z.object({ keys: z.array(z.unknown()).min(1) })

/** @throws {Error} when it is no Ed25519 key */
export function publicKey(key: KeyObject): PublicKey {
  if (key.asymmetricKeyType !== 'ed25519') {
    throw new Error(`the key is ${key.asymmetricKeyType ?? 'secret'}; it must be Ed25519`)
  }
  const spki = key.export({ type: 'spki', format: 'der' })
  return { keyId: createHash('sha256').update(spki).digest('hex'), key }
}

/**
 * The public keys of a text: one or more PEM blocks (`PUBLIC KEY`), a JWKS or a single JWK. Keys of another kind in
 * a JWKS are passed over.
 *
 * @throws {Error} when there is no Ed25519 public key in it
 */
export function readPublicKeys(text: string): PublicKey[] {
  const blocks = text.match(/-----BEGIN ([A-Z ]+)-----[\s\S]*?-----END \1-----/g) ?? []
  if (blocks.some((block) => block.includes('PRIVATE KEY'))) {
    throw new Error('the file holds a private key; whoever checks a signature needs the public one only')
  }
  if (blocks.length > 0) return blocks.map((block) => publicKey(createPublicKey(block)))
  const given: unknown = JSON.parse(text)
  const candidates = anyKeySet.safeParse(given).data?.keys ?? [given]
  const keys = candidates.flatMap((candidate) => {
    const known = jsonWebKey.safeParse(candidate)
    if (!known.success) return []
    const { kty, crv, x } = known.data
    return [publicKey(createPublicKey({ key: { kty, crv, x }, format: 'jwk' }))]
  })
  if (keys.length === 0) throw new Error('there is no Ed25519 key in it')
  return keys
}
