import { verify } from 'node:crypto'
import {
  type Envelope,
  envelope,
  PAYLOAD_TYPE,
  type Statement,
  statement,
} from '../../schemas/attestation.ts'
import { digestOf } from '../assessor/digest.ts'
import { recordId } from '../assessor/record-id.ts'
import { strictBase64 } from './base64.ts'
import { preAuthenticationEncoding } from './pae.ts'
import type { PublicKey } from './public-key.ts'

/** Why an envelope is not to be believed: the closed list. */
export type InvalidCode =
  | 'NOT_JSON'
  | 'NOT_AN_ENVELOPE'
  | 'WRONG_PAYLOAD_TYPE'
  | 'PAYLOAD_NOT_BASE64'
  | 'UNKNOWN_KEY'
  | 'BAD_SIGNATURE'
  | 'NOT_A_VERDICT'
  | 'DIGEST_MISMATCH'
  | 'ID_MISMATCH'
  | 'CONTRADICTS_ITSELF'

export type Verification =
  | { readonly valid: true; readonly keyId: string; readonly statement: Statement }
  | { readonly valid: false; readonly code: InvalidCode }

const invalid = (code: InvalidCode): Verification => ({ valid: false, code })

/**
 * Checks an envelope offline, as DSSE asks: nothing of the payload is read before a signature over it holds. One good
 * signature by one of the keys is enough; `keyid` only says which key to try first. Then the content must have the
 * digest and the id that the statement says, and what is said twice must be said alike.
 */
export function verifyEnvelope(text: string, keys: readonly PublicKey[]): Verification {
  const json = parsed(text)
  if (json === undefined) return invalid('NOT_JSON')
  const given = envelope.safeParse(json)
  if (!given.success) return invalid('NOT_AN_ENVELOPE')
  if (given.data.payloadType !== PAYLOAD_TYPE) return invalid('WRONG_PAYLOAD_TYPE')
  const payload = strictBase64(given.data.payload)
  if (payload === null) return invalid('PAYLOAD_NOT_BASE64')
  const signedBy = signerOf(given.data, payload, keys)
  if (typeof signedBy === 'string') return invalid(signedBy)
  const raw = parsed(payload.toString('utf8'))
  const said = statement.safeParse(raw)
  if (!said.success) return invalid('NOT_A_VERDICT')
  // The schema puts members in its own order; the digest is of the content as it stands.
  const { content } = (raw as Statement).predicate
  const doubt = doubtAbout(said.data, JSON.stringify(content))
  return doubt === null ? { valid: true, keyId: signedBy.keyId, statement: said.data } : invalid(doubt)
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function signerOf(
  { payloadType, signatures }: Envelope,
  payload: Buffer,
  keys: readonly PublicKey[],
): PublicKey | 'UNKNOWN_KEY' | 'BAD_SIGNATURE' {
  const bytes = preAuthenticationEncoding(payloadType, payload)
  const known = new Set(keys.map(({ keyId }) => keyId))
  for (const { keyid, sig } of signatures) {
    const signature = strictBase64(sig)
    if (signature?.length !== 64) continue
    // The hint is not signed, so a wrong one proves nothing: every key is tried, the named one first.
    const tried = [...keys].sort((a, b) => Number(b.keyId === keyid) - Number(a.keyId === keyid))
    const signer = tried.find(({ key }) => verify(null, bytes, key, signature))
    if (signer !== undefined) return signer
  }
  const isOursNamed = signatures.some(({ keyid }) => keyid === undefined || known.has(keyid))
  return isOursNamed ? 'BAD_SIGNATURE' : 'UNKNOWN_KEY'
}

/** A signature only says who said it. What is said must also fit together, or a field could be read for another. */
function doubtAbout({ subject, predicate }: Statement, contentText: string): InvalidCode | null {
  const { content, digest, verdict, live, supersedes, policy } = predicate
  if (digestOf(contentText) !== digest) return 'DIGEST_MISMATCH'
  const [at, asOf] = [Date.parse(predicate.at), Date.parse(predicate.asOf)]
  if (recordId({ digest, live, supersedes, at, asOf }) !== verdict) return 'ID_MISMATCH'
  const agrees =
    predicate.verificationResult === (content.recommendation === 'SHIP' ? 'PASSED' : 'FAILED') &&
    subject.every((each) => each.digest['kanmonVerdict'] === verdict) &&
    policy?.digest['kanmonPolicy'] === content.policy?.digest &&
    predicate.timeVerified === predicate.evaluatedAt &&
    [at, asOf, Date.parse(predicate.evaluatedAt)].every(Number.isFinite)
  return agrees ? null : 'CONTRADICTS_ITSELF'
}
