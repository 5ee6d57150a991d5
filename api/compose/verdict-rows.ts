import { verdictContent } from '../../schemas/verdict.ts'
import type { VerdictRow } from '../../store/verdicts/rows.ts'
import { digestOf } from '../assessor/digest.ts'
import type { VerdictRecord } from '../assessor/verdict-record.ts'

/** A verdict record as the store keeps it, with the digest of the program that computed it. */
export function toVerdictRow(
  { id, content, at, asOf, computedAt, live, supersedes }: VerdictRecord,
  program: string,
): VerdictRow {
  return {
    id,
    project: content.project,
    gate: content.gate,
    at,
    asOf,
    computedAt,
    recommendation: content.recommendation,
    score: content.score,
    live,
    supersedes,
    policyId: content.policy?.id ?? null,
    policyVersion: content.policy?.version ?? null,
    policyDigest: content.policy?.digest ?? null,
    content: JSON.stringify(content),
    program,
  }
}

/** A kept verdict. Its digest is taken from the text that was stored, so a later schema cannot change it. */
export function toVerdictRecord(row: VerdictRow): VerdictRecord {
  const { id, at, asOf, computedAt, live, supersedes } = row
  const content = verdictContent.parse(JSON.parse(row.content))
  return { id, digest: digestOf(row.content), content, at, asOf, computedAt, live, supersedes }
}
