import { z } from 'zod'
import { recommendation } from './verdict.ts'

/** What a DSSE envelope of ours holds: an in-toto statement. */
export const PAYLOAD_TYPE = 'application/vnd.in-toto+json'
export const STATEMENT_TYPE = 'https://in-toto.io/Statement/v1'
/** Names the form of the predicate below; another form gets another name. */
export const PREDICATE_TYPE = 'https://kanmon.dev/attestations/verdict/v1'
export const ENVELOPE_MEDIA_TYPE = 'application/vnd.dsse.envelope.v1+json'

const instant = z.string().describe('RFC 3339 instant')
const digestSet = z.record(z.string(), z.string())

/** A signed payload (https://github.com/secure-systems-lab/dsse, envelope.md). Members not known are ignored. */
export const envelope = z.object({
  payload: z.string().describe('base64 of the statement'),
  payloadType: z.string(),
  signatures: z
    .array(z.object({ keyid: z.string().optional(), sig: z.string().describe('base64') }))
    .min(1)
    .max(100),
})
export type Envelope = z.infer<typeof envelope>

export const attestedRelease = z.object({
  id: z.string(),
  version: z.string().nullable(),
  commit: z.string().nullable(),
  plannedShipDate: z.string(),
})
export type AttestedRelease = z.infer<typeof attestedRelease>

/** The part of a verdict's content that a check reads; the rest is covered by the digest and passed on as it is. */
const attestedContent = z.looseObject({
  project: z.string(),
  gate: z.string(),
  statusDate: z.string(),
  recommendation,
  score: z.number(),
  reasons: z.array(z.looseObject({ code: z.string(), condition: z.string().nullable() })),
  policy: z.looseObject({ id: z.string(), version: z.int(), digest: z.string() }).nullable(),
})

/** A verdict with everything that identifies it. The first five members mean what they mean in a SLSA VSA. */
export const verdictPredicate = z.looseObject({
  verifier: z.looseObject({ id: z.string() }),
  timeVerified: instant,
  resourceUri: z.string(),
  policy: z.looseObject({ uri: z.string(), digest: digestSet }).nullable(),
  verificationResult: z.enum(['PASSED', 'FAILED']),
  verdict: z.string().describe('id of the record'),
  digest: z.string().describe('digest of the content'),
  supersedes: z.string().nullable(),
  live: z.boolean().describe('it was current when given; false for an answer about the past'),
  at: instant,
  asOf: instant,
  evaluatedAt: instant,
  release: attestedRelease.nullable(),
  content: attestedContent,
})
export type VerdictPredicate = z.infer<typeof verdictPredicate>

/** An in-toto Statement v1 about the release that was judged. */
export const statement = z.looseObject({
  _type: z.literal(STATEMENT_TYPE),
  subject: z.array(z.looseObject({ name: z.string(), digest: digestSet })).min(1),
  predicateType: z.literal(PREDICATE_TYPE),
  predicate: verdictPredicate,
})
export type Statement = z.infer<typeof statement>

/** An Ed25519 public key (RFC 8037). `kid` is the SHA-256 of its SubjectPublicKeyInfo, in hexadecimal. */
export const jsonWebKey = z.looseObject({
  kty: z.literal('OKP'),
  crv: z.literal('Ed25519'),
  x: z.string(),
  kid: z.string().optional(),
})
export const publishedKey = z.strictObject({
  kty: z.literal('OKP'),
  crv: z.literal('Ed25519'),
  x: z.string(),
  kid: z.string(),
  alg: z.literal('EdDSA'),
  use: z.literal('sig'),
  status: z.enum(['current', 'retired']).describe('a retired key signs no more; what it signed stays valid'),
})
export type PublishedKey = z.infer<typeof publishedKey>
export const keySet = z.strictObject({ keys: z.array(publishedKey) })
