import { office } from '../../schemas/facts/orders.ts'
import { isSameName } from '../../analytics/facts/same-name.ts'
import { naturalKey } from '../../schemas/facts/index.ts'
import type { Intake as IngestIntake } from '../../ingest/intake/intake.ts'
import { weeklyParquet } from '../../store/exports/weekly-parquet.ts'
import { findHoldFacts } from '../../store/facts/find-hold-facts.ts'
import { findOrderFacts } from '../../store/facts/find-order-facts.ts'
import { listFacts } from '../../store/facts/list-facts.ts'
import { loadWideFacts } from '../../store/facts/load-wide-facts.ts'
import { readWatermarks } from '../../store/facts/read-watermarks.ts'
import { shippedProjects } from '../../store/facts/shipped-projects.ts'
import type { WeeklyRow } from '../../schemas/answers-weekly.ts'
import type { Role } from '../../schemas/config.ts'
import type { ExportConfig } from '../../schemas/config-exports.ts'
import type { Store } from '../../store/store.ts'
import { whileUnchanged } from '../../store/while-unchanged.ts'
import { INSERT_SECONDS } from '../../store/write-batch.ts'
import { findVerdict } from '../../store/verdicts/find-verdict.ts'
import { listVerdicts } from '../../store/verdicts/list-verdicts.ts'
import { verdictsBetween } from '../../store/verdicts/verdicts-between.ts'
import type { ApiPorts } from '../app-types.ts'
import { createAssessor } from '../assessor/assessor.ts'
import { createViews } from '../assessor/views.ts'
import { createFinishedProjects } from '../finished-projects.ts'
import { createEvidence } from '../evidence.ts'
import { createHolds } from '../holds.ts'
import { observeAssessor } from '../metrics/observed-assessor.ts'
import { publicHolidays } from '../holidays.ts'
import type { PolicyHistory } from '../policies/history.ts'
import { createPolicies } from '../policies/library.ts'
import { oneAtATime } from '../policies/one-at-a-time.ts'
import { createShadows } from '../policies/shadow.ts'
import { translators } from '../render/translate.ts'
import { createWaivers } from '../waivers.ts'
import { termsFor } from './terms-of.ts'
import { weeklySchedule } from './weekly-schedule.ts'
import { type SigningKeys, noSigningKeys } from '../signing/signing-keys.ts'
import { attestorPort } from './attestor-port.ts'
import { ACCESS_OFF, type AccessConfig, composeAccess } from './access.ts'
import { factReader, verdictKeeper } from './assessor-ports.ts'
import { cursorChecked } from './cursor-checked.ts'
import { createHealth } from './health.ts'
import { intakePort, submitOrder } from './intake-port.ts'
import { notificationsPort, noWebhooks, type Webhooks } from './notifications-port.ts'
import { createOneMoment } from './one-moment.ts'
import { defaultOperations, type Operations } from './operations.ts'
import { policyKeeper } from './policy-keeper.ts'
import { programDigest } from './program-digest.ts'
import { quarantinePort } from './quarantine-port.ts'
import { toVerdictRecord } from './verdict-rows.ts'
import { watchIntake } from './watch-intake.ts'

/** A few numbers each: the finished projects of a large house, at some moments. */
const FINISHED_PROJECTS_KEPT = 20_000

export interface Composed {
  readonly store: Store
  readonly intake: IngestIntake
  /** What is known of policies before the store is read. */
  readonly policies: PolicyHistory
  readonly now: () => number
  readonly newId: () => string
  readonly logger: ApiPorts['logger']
  readonly allowedHosts: ReadonlySet<string> | null
  readonly operations?: Partial<Operations>
  /** Off when it is left out. */
  readonly access?: AccessConfig
  readonly signing?: SigningKeys
  readonly webhooks?: Webhooks
  /** Nothing is exported by schedule when it is left out. */
  readonly exports?: ExportConfig | null
}

/** After so many milliseconds a block that another process stamped is stored, or never will be. */
const LONGEST_IN_FLIGHT = 2000 * INSERT_SECONDS

/** Whether nobody else writes facts: sure of an embedded store, and told by the roles of a server's. */
const isAlone = (store: Store, roles: readonly Role[]) =>
  store.kind === 'embedded' || (roles.includes('api') && roles.includes('ingest'))

/** Everything the routes may do, made from a store and an intake. */
export function composePorts(parts: Composed): ApiPorts {
  const { store, intake, logger } = parts
  const settledUntil = () => intake.settledUntil()
  // A clock set back must not hide what has been received since: an order given now comes after every receipt.
  const now = () => Math.max(parts.now(), settledUntil())
  const holidays = publicHolidays()
  const policies = createPolicies({
    seed: parts.policies,
    keeper: policyKeeper(store),
    stamped: (keep) => intake.stamped(keep),
  })
  const operations = { ...defaultOperations(now), ...parts.operations }
  const { metrics, tracer, random, monotonic, schedule } = operations
  const admission = watchIntake(intake, operations)
  const observed = observeAssessor(metrics, tracer)
  const findRecord = async (id: string) => {
    const row = await findVerdict(store, id)
    return row && toVerdictRecord(row)
  }
  const oneMoment = createOneMoment({ now, settledUntil })
  const unsettled = isAlone(store, operations.roles) ? 0 : LONGEST_IN_FLIGHT
  const assessor = createAssessor({
    facts: observed.facts(factReader(store)),
    verdicts: verdictKeeper(store, programDigest()),
    policies,
    holidays,
    now,
    settledUntil,
    unsettled,
    look: oneMoment.current,
    unsettledOfOthers: store.kind === 'embedded' ? 0 : LONGEST_IN_FLIGHT,
    onError: (event, details) => logger.error({ event, ...details }),
  })
  const views = createViews({ policies, holidays })
  const termsOf = termsFor(assessor, policies)
  const texts = translators()
  const { newId } = parts
  const told = {
    assessor,
    policies,
    now,
    newId,
    settledUntil,
    readWatermarks: () => readWatermarks(store),
    weeklyParquet: (rows: AsyncIterable<WeeklyRow>) => weeklyParquet(store, newId(), rows),
    translators: texts,
    logger,
  }
  const access = composeAccess(parts.access ?? ACCESS_OFF, { store, now, monotonic, newId, logger })
  return {
    access,
    assessor: observed.assessor(assessor),
    views,
    atOneMoment: oneMoment.run,
    finished: createFinishedProjects({
      assessor,
      readWatermarks: () => readWatermarks(store),
      listShipped: whileUnchanged(store, ['facts'], () => shippedProjects(store)),
      policies,
      holidays,
      now,
      settledUntil,
      capacity: FINISHED_PROJECTS_KEPT,
    }),
    attestor: attestorPort(store, parts.signing ?? noSigningKeys),
    notifications: notificationsPort({
      webhooks: parts.webhooks ?? noWebhooks,
      store,
      assessor,
      views,
      findVerdict: findRecord,
      translators: texts,
      metrics,
      logger,
      now,
      monotonic,
      random,
      schedule,
    }),
    policies,
    shadows: createShadows({ assessor, policies }),
    longWork: oneAtATime(),
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
      listHoldFacts: () => findOrderFacts(store, { kinds: ['hold.placed', 'hold.lifted'] }),
      isKnownProject: async (project) => (await readWatermarks(store, { projects: [project] })).size > 0,
      isKnownDivision: async (division) =>
        [...(await access.divisions.all()).values()].some(
          (known) => known !== null && isSameName(known, division),
        ),
      submit: (event) => submitOrder(intake, event, random),
      newId: parts.newId,
      now,
    }),
    waivers: createWaivers({
      findWaiverFacts: (waiver) =>
        findOrderFacts(store, {
          kinds: ['waiver.requested', 'waiver.approved', 'waiver.revoked'],
          ...(waiver !== undefined && {
            keys: [naturalKey('waiver.revoked', { waiver, revokedBy: '', reason: '' })],
          }),
        }),
      termsOf,
      submit: (event) => submitOrder(intake, event, random),
      newId: parts.newId,
      now,
    }),
    evidence: createEvidence({
      termsOf,
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
    verdictsBetween: async (request) => (await verdictsBetween(store, request)).map(toVerdictRecord),
    loadWideFacts: (request) => loadWideFacts(store, request),
    readWatermarks: () => readWatermarks(store),
    weeklyParquet: told.weeklyParquet,
    weeklySchedule: weeklySchedule(parts.exports ?? null, store, told, { schedule, unsettled }),
    health: createHealth({
      now,
      ping: async () => (await store.write.ping()).success,
      isStopping: operations.isStopping,
      lastTurnAt: operations.lastTurnAt,
      consumer: operations.consumer,
      areWritesTaken: operations.areWritesTaken,
      schedule,
    }),
    metrics,
    tracer,
    roles: operations.roles,
    settledUntil,
    now,
    monotonic,
    newId: parts.newId,
    translators: texts,
    logger,
    allowedHosts: parts.allowedHosts,
  }
}
