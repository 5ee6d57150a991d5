import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { civilDateOf } from '../../analytics/calendar/local-date.ts'
import { translator } from '../render/translate.ts'
import { historyProblems } from './consistency.ts'
import { type PolicyHistory, policyHistory } from './history.ts'
import { type PolicyKeeper, POLICY_ZONE } from './library.ts'
import { parsePolicy, type ParsedPolicy } from './parse.ts'
import { type FoundProblem, isError, problemLine, renderProblem } from './problems.ts'
import type { PolicyVersion } from './resolve.ts'
import { policyRowReader, toPolicyRow } from './rows.ts'

/** The policies that come with kanmon. */
export const shippedPolicyDirectory = () => fileURLToPath(new URL('../../policies', import.meta.url))

/** Who recorded what came with kanmon or was configured. */
export const FROM_FILE = 'file'

function refuse(problems: readonly FoundProblem[]): void {
  const errors = problems.filter(isError)
  if (errors.length === 0) return
  throw new Error(errors.map((problem) => problemLine(renderProblem(problem, translator('en')))).join('\n'))
}

/** Reads texts as policies. @throws {Error} that names every mistake with its file, line and column */
export function parseAll(texts: readonly { text: string; file: string }[]): ParsedPolicy[] {
  const readings = texts.map(({ text, file }) => parsePolicy(text, file))
  refuse(readings.flatMap((reading) => (reading.ok ? [] : reading.problems)))
  return readings.flatMap((reading) => (reading.ok ? [reading.policy] : []))
}

/** Reads every `*.yaml` of a directory as a policy. @throws {Error} that names every mistake */
export async function loadPolicyFiles(directory: string): Promise<ParsedPolicy[]> {
  const files = (await readdir(directory)).filter((file) => file.endsWith('.yaml')).sort()
  return parseAll(
    await Promise.all(
      files.map(async (file) => ({ file, text: await readFile(join(directory, file), 'utf8') })),
    ),
  )
}

/** What a policy was before a history was kept: known since ever. */
export const ever = (parsed: ParsedPolicy, uploadedAt: number): PolicyVersion => ({
  parsed,
  effectiveFrom: parsed.document.effectiveFrom,
  knownFrom: 0,
  uploadedAt,
  uploadedBy: FROM_FILE,
})

/** The history of policies that nothing was ever changed of. @throws {Error} when they do not fit together */
export function firstHistory(policies: readonly ParsedPolicy[], uploadedAt = 0): PolicyHistory {
  const history = policyHistory(policies.map((parsed) => ever(parsed, uploadedAt)))
  refuseRepeated(policies, history)
  refuse(historyProblems(history, history.ids(), { date: '', asOf: Infinity }))
  return history
}

/** One number for two texts: which of them would count? */
function refuseRepeated(policies: readonly ParsedPolicy[], history: PolicyHistory): void {
  refuse(
    policies.flatMap(({ document: { id, version }, textDigest, file, placeOf }): FoundProblem[] => {
      const kept = history.versionsOf(id).find(({ parsed }) => parsed.document.version === version)
      if (kept === undefined || kept.parsed.textDigest === textDigest) return []
      const parameters = { policy: id, version }
      const place = placeOf(['version'])
      return [{ severity: 'error', code: 'VERSION_REPEATED', file, place, path: 'version', parameters }]
    }),
  )
}

export interface RecordPorts {
  readonly keeper: PolicyKeeper
  readonly stamped: <T>(keep: (stamp: number) => Promise<T>) => Promise<T>
  readonly log: (level: 'info' | 'warn', event: string, details: Record<string, unknown>) => void
}

/**
 * Records the versions in files that are not kept yet, so that yesterday is judged by yesterday's policy after a file
 * has changed. In an empty store they count as known since ever; later ones from now on, and on no day before today.
 * A file of an older version than the newest kept one is left aside: an older kanmon was started again.
 *
 * @throws {Error} for a kept version with another text, and for versions that do not fit together; nothing is recorded
 */
export function recordPolicyFiles(
  files: readonly ParsedPolicy[],
  ports: RecordPorts,
): Promise<PolicyHistory> {
  return ports.stamped(async (stamp) => {
    const kept = policyHistory((await ports.keeper.list()).map(policyRowReader()))
    const isFirst = kept.versions.length === 0
    const today = civilDateOf(stamp, POLICY_ZONE)
    if (!isFirst) refuseRepeated(files, kept)
    const fresh = files.flatMap((parsed) => {
      const { id, version, effectiveFrom } = parsed.document
      const before = kept.versionsOf(id)
      if (before.some((known) => known.parsed.document.version === version)) return []
      const newest = before.at(-1)?.parsed.document.version
      if (newest !== undefined && version < newest) {
        ports.log('warn', 'policy.file-outdated', { policy: id, version, newest })
        return []
      }
      if (isFirst) return [ever(parsed, stamp)]
      const begins = before.length > 0 && effectiveFrom < today ? today : effectiveFrom
      return [{ ...ever(parsed, stamp), effectiveFrom: begins, knownFrom: stamp }]
    })
    const history = policyHistory([...kept.versions, ...fresh])
    refuseRepeated(
      files.filter((file) => fresh.some(({ parsed }) => parsed === file)),
      history,
    )
    const ids = fresh.map(({ parsed }) => parsed.document.id)
    const problems = historyProblems(history, ids, { date: isFirst ? '' : today, asOf: stamp })
    refuse(problems)
    for (const problem of problems)
      ports.log('info', 'policy.loosened', { problem: problemLine(renderProblem(problem, translator('en'))) })
    for (const version of fresh) await ports.keeper.append(toPolicyRow(version))
    return history
  })
}
