import type { PolicyRow } from '../../store/policies/rows.ts'
import { translator } from '../render/translate.ts'
import { parsePolicy, type ParsedPolicy } from './parse.ts'
import { problemLine, renderProblem } from './problems.ts'
import type { PolicyVersion } from './resolve.ts'

/** A version as the store keeps it. */
export function toPolicyRow({ parsed, ...rest }: PolicyVersion): PolicyRow {
  const { document, file, text, textDigest } = parsed
  return { id: document.id, version: document.version, textDigest, text, file, ...rest }
}

/**
 * Reads kept versions, each text once.
 *
 * @throws {Error} for one that this version of kanmon cannot read: without it the past could not be judged
 */
export function policyRowReader(): (row: PolicyRow) => PolicyVersion {
  const read = new Map<string, ParsedPolicy>()
  return function toPolicyVersion(row) {
    const { id, version, text, file, textDigest, effectiveFrom, knownFrom, uploadedAt, uploadedBy } = row
    const key = `${textDigest} ${file}`
    const known = read.get(key)
    const reading = known === undefined ? parsePolicy(text, file) : { ok: true as const, policy: known }
    if (!reading.ok) {
      const lines = reading.problems.map((problem) => problemLine(renderProblem(problem, translator('en'))))
      const what = `policies: ${id} version ${version} is kept in the store and cannot be read by this kanmon`
      throw new Error([`${what}:`, ...lines].join('\n'))
    }
    read.set(key, reading.policy)
    return { parsed: reading.policy, effectiveFrom, knownFrom, uploadedAt, uploadedBy }
  }
}
