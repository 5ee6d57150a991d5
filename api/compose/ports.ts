import { office } from '../../schemas/facts/orders.ts'
import { naturalKey } from '../../schemas/facts/index.ts'
import type { Intake as IngestIntake } from '../../ingest/intake/intake.ts'
import { findHoldFacts } from '../../store/facts/find-hold-facts.ts'
import { listFacts } from '../../store/facts/list-facts.ts'
import { loadFactLog } from '../../store/facts/load-fact-log.ts'
import { loadWideFacts } from '../../store/facts/load-wide-facts.ts'
import { readWatermarks } from '../../store/facts/read-watermarks.ts'
import { readWideWatermark } from '../../store/facts/read-wide-watermark.ts'
import type { Store } from '../../store/store.ts'
import { appendVerdicts } from '../../store/verdicts/append-verdicts.ts'
import { findVerdict } from '../../store/verdicts/find-verdict.ts'
import { latestVerdict } from '../../store/verdicts/latest-verdict.ts'
import { listVerdicts } from '../../store/verdicts/list-verdicts.ts'
import type { ApiPorts } from '../app-types.ts'
import { createAssessor } from '../assessor/assessor.ts'
import { createHolds } from '../holds.ts'
import { observeAssessor } from '../metrics/observed-assessor.ts'
import { publicHolidays } from '../holidays.ts'
import type { PolicyBook } from '../policies.ts'
import { translators } from '../render/translate.ts'
import { cursorChecked } from './cursor-checked.ts'
import { createHealth } from './health.ts'
import { intakePort, submitOrder } from './intake-port.ts'
import { defaultOperations, type Operations } from './operations.ts'
import { quarantinePort } from './quarantine-port.ts'
import { toVerdictRecord, toVerdictRow } from './verdict-rows.ts'
import { watchIntake } from './watch-intake.ts'

export interface Composed {
  readonly store: Store
  readonly intake: IngestIntake
  readonly policies: PolicyBook
  readonly now: () => number
  readonly newId: () => string
  readonly logger: ApiPorts['logger']
  readonly allowedHosts: ReadonlySet<string> | null
  readonly operations?: Partial<Operations>
}

/** Everything the routes may do, made from a store and an intake. */
export function composePorts(parts: Composed): ApiPorts {
  const { store, intake, policies, logger } = parts
  const settledUntil = () => intake.settledUntil()
  // A clock set back must not hide what has been received since: an order given now comes after every receipt.
  const now = () => Math.max(parts.now(), settledUntil())
  const holidays = publicHolidays()
  const operations = { ...defaultOperations(now), ...parts.operations }
  const { metrics, tracer, random, monotonic, schedule } = operations
  const admission = watchIntake(intake, operations)
  const observed = observeAssessor(metrics, tracer)
  const findRecord = async (id: string) => {
    const row = await findVerdict(store, id)
    return row && toVerdictRecord(row)
  }
  const assessor = createAssessor({
    facts: observed.facts({
      loadFactLog: (request) => loadFactLog(store, request),
      loadWideFacts: (request) => loadWideFacts(store, request),
      readWatermarks: (subjects) => readWatermarks(store, subjects === null ? {} : { projects: subjects }),
      readWideWatermark: () => readWideWatermark(store),
    }),
    verdicts: {
      latest: async (project, gate) => {
        const row = await latestVerdict(store, project, gate)
        return row && toVerdictRecord(row)
      },
      find: findRecord,
      append: (records) => appendVerdicts(store, records.map(toVerdictRow)),
    },
    policies,
    holidays,
    now,
    settledUntil,
    onError: (event, details) => logger.error({ event, ...details }),
  })
  return {
    assessor: observed.assessor(assessor),
    policies,
    holidays,
    intake: intakePort({
      intake,
      admission,
      monotonic,
      random,
      deadline: { milliseconds: operations.storeDeadline, schedule },
      onRefused: (code) => metrics.refusedDeliveries.inc({ code }),
    }),
    quarantine: quarantinePort({ store, intake, now, random }),
    holds: createHolds({
      findHoldFacts: (hold) =>
        findHoldFacts(
          store,
          office.options.map((owner) =>
            naturalKey('hold.lifted', { hold, office: owner, reason: '', liftedBy: '' }),
          ),
        ),
      isKnownProject: async (project) => (await readWatermarks(store, { projects: [project] })).size > 0,
      submit: (event) => submitOrder(intake, event, random),
      newId: parts.newId,
      now,
    }),
    listFacts: (request) => cursorChecked(listFacts(store, request)),
    findVerdict: findRecord,
    listVerdicts: async (project, gate) => {
      const rows = await listVerdicts(store, project, gate ?? undefined)
      return rows.map(toVerdictRecord)
    },
    readWatermarks: () => readWatermarks(store),
    health: createHealth({
      now,
      ping: async () => (await store.write.ping()).success,
      isStopping: operations.isStopping,
      lastTurnAt: operations.lastTurnAt,
      consumer: operations.consumer,
      schedule,
    }),
    metrics,
    tracer,
    roles: operations.roles,
    settledUntil,
    now,
    monotonic,
    newId: parts.newId,
    translators: translators(),
    logger,
    allowedHosts: parts.allowedHosts,
  }
}
