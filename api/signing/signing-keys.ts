import { createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { jsonWebKey, type PublishedKey } from '../../schemas/attestation.ts'
import { preAuthenticationEncoding } from './pae.ts'
import { type PublicKey, publicKey, readPublicKeys } from './public-key.ts'

/** Signs with the current key. */
export interface Signer {
  readonly keyId: string
  /** The Ed25519 signature over the DSSE encoding; the same input always gives the same 64 bytes (RFC 8032). */
  sign(payloadType: string, payload: Uint8Array): Buffer
}

export interface SigningKeys {
  /** Null when no key is configured. */
  readonly signer: Signer | null
  /** The current key first, then the retired ones in order of their ids. */
  readonly published: readonly PublishedKey[]
}

export const noSigningKeys: SigningKeys = { signer: null, published: [] }

export function createSigner(key: KeyObject): Signer & { readonly publicKey: PublicKey } {
  const own = publicKey(createPublicKey(key))
  return {
    keyId: own.keyId,
    publicKey: own,
    sign: (payloadType, payload) => sign(null, preAuthenticationEncoding(payloadType, payload), key),
  }
}

/**
 * Reads the signing key (PKCS#8 PEM, Ed25519) and the retired public keys (every `*.pem` of a directory).
 *
 * @throws {Error} naming the variable and the file; nothing is half loaded
 */
export async function loadSigningKeys(files: {
  readonly keyFile: string | undefined
  readonly retired: string | undefined
}): Promise<SigningKeys> {
  const { keyFile, retired } = files
  const signer =
    keyFile === undefined
      ? null
      : await named('KANMON_SIGNING_KEY_FILE', keyFile, (text) => createSigner(createPrivateKey(text)))
  const current = signer === null ? [] : [published(signer.publicKey, 'current')]
  const old = retired === undefined ? [] : await loadRetired(retired)
  const others = old
    .filter(({ keyId }) => keyId !== signer?.keyId)
    .sort((a, b) => (a.keyId < b.keyId ? -1 : 1))
    .map((key) => published(key, 'retired'))
  return { signer, published: [...current, ...others] }
}

async function loadRetired(directory: string): Promise<PublicKey[]> {
  const names = (await readdir(directory)).filter((name) => name.endsWith('.pem')).sort()
  const keys = await Promise.all(
    names.map((name) => named('KANMON_RETIRED_KEYS', join(directory, name), readPublicKeys)),
  )
  return [...new Map(keys.flat().map((key) => [key.keyId, key])).values()]
}

async function named<T>(variable: string, file: string, read: (text: string) => T): Promise<T> {
  try {
    return read(await readFile(file, 'utf8'))
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error)
    throw new Error(`${variable}: ${file}: ${detail}`, { cause: error })
  }
}

function published({ keyId, key }: PublicKey, status: PublishedKey['status']): PublishedKey {
  const { kty, crv, x } = jsonWebKey.parse(key.export({ format: 'jwk' }))
  return { kty, crv, x, kid: keyId, alg: 'EdDSA', use: 'sig', status }
}
