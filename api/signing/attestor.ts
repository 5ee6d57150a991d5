import {
  type AttestedRelease,
  type Envelope,
  PAYLOAD_TYPE,
  PREDICATE_TYPE,
  STATEMENT_TYPE,
} from '../../schemas/attestation.ts'
import { KanmonError } from '../../schemas/errors.ts'
import type { VerdictRow } from '../../store/verdicts/rows.ts'
import { digestOf } from '../assessor/digest.ts'
import type { SigningKeys } from './signing-keys.ts'

export interface AttestorPorts {
  readonly keys: SigningKeys
  /** The verdict as it was first stored, with its content as the text that was stored. */
  readonly findVerdict: (id: string) => Promise<VerdictRow | null>
  /** The release of the project as declared by what was known then; null for a project that nobody had declared. */
  readonly releaseAt: (project: string, at: number, asOf: number) => Promise<AttestedRelease | null>
}

export interface Attestable {
  readonly project: string
  /**
   * The verdict as a signed statement: the same verdict and key always give the same bytes.
   *
   * @throws {KanmonError} SIGNING_NOT_CONFIGURED
   */
  sign(): Promise<Envelope>
}

export interface Attestor {
  /** A verdict that can be signed, or null when there is none. */
  find(verdict: string): Promise<Attestable | null>
  readonly keys: SigningKeys['published']
}

export function createAttestor({ keys, findVerdict, releaseAt }: AttestorPorts): Attestor {
  async function sign(row: VerdictRow): Promise<Envelope> {
    const { signer } = keys
    if (signer === null) {
      throw new KanmonError(
        'SIGNING_NOT_CONFIGURED',
        'this server has no signing key; see the guide to signing',
      )
    }
    const payload = Buffer.from(statementText(row, await releaseAt(row.project, row.at, row.asOf)), 'utf8')
    return {
      payload: payload.toString('base64'),
      payloadType: PAYLOAD_TYPE,
      signatures: [{ keyid: signer.keyId, sig: signer.sign(PAYLOAD_TYPE, payload).toString('base64') }],
    }
  }
  return {
    keys: keys.published,
    find: async (verdict) => {
      const row = await findVerdict(verdict)
      return row && { project: row.project, sign: () => sign(row) }
    },
  }
}

const iso = (instant: number) => new Date(instant).toISOString()
const isCommit = (text: string | null) => text !== null && /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(text)

/** The statement as the text that is signed: members in this order, the content as the text that was stored. */
function statementText(row: VerdictRow, release: AttestedRelease | null): string {
  const name = `urn:kanmon:project:${row.project}${release === null ? '' : `:release:${encodeURIComponent(release.id)}`}`
  const commit = release?.commit ?? null
  const { policyId, policyVersion, policyDigest } = row
  const head = {
    verifier: { id: 'https://kanmon.dev' },
    timeVerified: iso(row.computedAt),
    resourceUri: name,
    policy:
      policyId === null || policyDigest === null
        ? null
        : {
            uri: `urn:kanmon:policy:${encodeURIComponent(policyId)}:v${policyVersion ?? 0}`,
            digest: { kanmonPolicy: policyDigest },
          },
    verificationResult: row.recommendation === 'SHIP' ? 'PASSED' : 'FAILED',
    verdict: row.id,
    digest: digestOf(row.content),
    supersedes: row.supersedes,
    live: row.live,
    at: iso(row.at),
    asOf: iso(row.asOf),
    evaluatedAt: iso(row.computedAt),
    release,
  }
  return JSON.stringify({
    _type: STATEMENT_TYPE,
    subject: [{ name, digest: { ...(isCommit(commit) && { gitCommit: commit }), kanmonVerdict: row.id } }],
    predicateType: PREDICATE_TYPE,
    predicate: { ...head, content: JSON.parse(row.content) as unknown },
  })
}
