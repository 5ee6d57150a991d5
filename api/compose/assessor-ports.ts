import { groupBy } from '../../analytics/group-by.ts'
import { factExtents } from '../../store/facts/fact-extents.ts'
import { loadDeclarations } from '../../store/facts/load-declarations.ts'
import { loadFactLog } from '../../store/facts/load-fact-log.ts'
import { loadWideFacts } from '../../store/facts/load-wide-facts.ts'
import { watermarkReader } from '../../store/facts/watermark-reader.ts'
import { findRefusals } from '../../store/quarantine/find-refusals.ts'
import { readRefusalMarks } from '../../store/quarantine/read-refusal-marks.ts'
import type { Store } from '../../store/store.ts'
import { verdictAppender } from '../../store/verdicts/append-verdicts.ts'
import { findVerdictOfContent } from '../../store/verdicts/find-verdict-of-content.ts'
import { findVerdicts } from '../../store/verdicts/find-verdicts.ts'
import { latestVerdicts } from '../../store/verdicts/latest-verdicts.ts'
import { verdictOutcomes } from '../../store/verdicts/verdict-outcomes.ts'
import { whileUnchanged } from '../../store/while-unchanged.ts'
import type { FactReader, VerdictKeeper } from '../assessor/ports.ts'
import { toVerdictRecord, toVerdictRow } from './verdict-rows.ts'

/** The tables that say what was refused. */
const REFUSALS = ['quarantine', 'quarantine_resolutions']

/** The facts of a store, as the assessor reads them. */
export const factReader = (store: Store): FactReader => ({
  loadFactLog: (request) => loadFactLog(store, request),
  loadDeclarations: (request) => loadDeclarations(store, request),
  readExtents: (request) => factExtents(store, request),
  loadWideFacts: (request) => loadWideFacts(store, request),
  readWatermarks: watermarkReader(store),
  loadRefused: async (request) => groupBy(await findRefusals(store, request), ({ project }) => project),
  readRefusalMarks: whileUnchanged(store, REFUSALS, () => readRefusalMarks(store)),
})

/** The verdicts in a store. @param program digest of the program that computes them */
export function verdictKeeper(store: Store, program: string): VerdictKeeper {
  const append = verdictAppender(store)
  return {
    latest: async (request) => {
      const rows = await latestVerdicts(store, request)
      return new Map(
        [...rows].map(([project, row]) => [
          project,
          { record: toVerdictRecord(row), isOurs: row.program === program },
        ]),
      )
    },
    find: async (request) => (await findVerdicts(store, request)).map(toVerdictRecord),
    outcomes: async (request) =>
      new Map((await verdictOutcomes(store, request)).map(({ id, ...outcome }) => [id, outcome])),
    findByDigest: async (project, gate, digest) => {
      const row = await findVerdictOfContent(store, { project, gate, digest })
      return row && toVerdictRecord(row)
    },
    append: (records) => append(records.map((record) => toVerdictRow(record, program))),
  }
}
