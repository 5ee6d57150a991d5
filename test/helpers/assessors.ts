import { type Assessor, createAssessor } from '../../api/assessor/assessor.ts'
import type { AssessorPorts, VerdictKeeper } from '../../api/assessor/ports.ts'
import type { VerdictRecord } from '../../api/assessor/verdict-record.ts'
import { factReader } from '../../api/compose/assessor-ports.ts'
import type { TestApi } from './api.ts'

/** Verdicts in memory, in the order in which they were kept. */
export function keeperInMemory(isOurs = () => true): VerdictKeeper & { readonly kept: VerdictRecord[] } {
  const kept: VerdictRecord[] = []
  const on = (record: VerdictRecord, projects: readonly string[], gate: string) =>
    record.live && record.content.gate === gate && projects.includes(record.content.project)
  const find: VerdictKeeper['find'] = ({ projects, gate, ids }) =>
    Promise.resolve(kept.filter((record) => on(record, projects, gate) && ids.includes(record.id)))
  return {
    kept,
    find,
    latest: ({ projects, gate }) =>
      Promise.resolve(
        new Map(
          kept
            .filter((record) => on(record, projects, gate))
            .map((record) => [record.content.project, { record, isOurs: isOurs() }]),
        ),
      ),
    outcomes: async (request) =>
      new Map(
        (await find(request)).map(({ id, content: { recommendation, score } }) => [
          id,
          { recommendation, score },
        ]),
      ),
    findByDigest: () => Promise.resolve(null),
    append: (records) => {
      kept.push(...records)
      return Promise.resolve()
    },
  }
}

export interface WatchedAssessor extends Assessor {
  /** Projects whose logs were read, one entry a reading. */
  readonly read: string[]
  readonly kept: VerdictRecord[]
}

/** An assessor of its own over the facts of an API, whose readings of logs are noted. */
export function watchedAssessor(
  { store, ports }: TestApi,
  given: Partial<AssessorPorts> & { readonly verdicts?: ReturnType<typeof keeperInMemory> } = {},
): WatchedAssessor {
  const read: string[] = []
  const verdicts = given.verdicts ?? keeperInMemory()
  const reader = factReader(store)
  const { policies, holidays, now, settledUntil } = ports
  const assessor = createAssessor({
    policies,
    holidays,
    now,
    settledUntil,
    onError: (event, details) => {
      throw new Error(event, { cause: details })
    },
    ...given,
    verdicts,
    facts: {
      ...reader,
      ...given.facts,
      loadFactLog: (request) => {
        read.push(...request.projects)
        return (given.facts ?? reader).loadFactLog(request)
      },
    },
  })
  return { ...assessor, read, kept: verdicts.kept }
}
