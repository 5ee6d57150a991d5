import type { OpenAPIHono } from '@hono/zod-openapi'
import type { Logger } from 'pino'
import type { ResolveHolidays } from '../analytics/indicators/build-view.ts'
import type { WeeklyRow } from '../schemas/answers-weekly.ts'
import type { Fact, FactKind } from '../schemas/facts/index.ts'
import type { Language } from '../schemas/messages/index.ts'
import type { Role } from '../schemas/config.ts'
import type { Assessor } from './assessor/assessor.ts'
import type { Views } from './assessor/views.ts'
import type { Access } from './auth/access.ts'
import type { Caller } from './auth/caller.ts'
import type { VerdictRecord } from './assessor/verdict-record.ts'
import type { Health } from './compose/health.ts'
import type { WeeklySchedule } from './exports/scheduled/weekly-schedule.ts'
import type { FinishedProjects } from './finished-projects.ts'
import type { Evidence } from './evidence.ts'
import type { Holds } from './holds.ts'
import type { Intake, Quarantine } from './intake-port.ts'
import type { Metrics } from './metrics/metrics.ts'
import type { Notifications } from './notifications/notifications.ts'
import type { Policies } from './policies/library.ts'
import type { OneAtATime } from './policies/one-at-a-time.ts'
import type { Shadows } from './policies/shadow.ts'
import type { Translators } from './render/translate.ts'
import type { Attestor } from './signing/attestor.ts'
import type { Tracer } from './telemetry.ts'
import type { Waivers } from './waivers.ts'

/** What one request carries from the middleware to its route. */
export interface RequestVariables {
  language: Language
  requestId: string
  caller: Caller
  /** What a change is about, where the path does not say it: for the audit trail. */
  subject?: string
}

export type App = OpenAPIHono<{ Variables: RequestVariables }>

export interface FactPageRequest {
  readonly project: string
  /** All when left out. */
  readonly kinds?: readonly FactKind[] | undefined
  readonly key?: string | undefined
  readonly knownUntil: number
  readonly to?: number | undefined
  readonly limit: number
  readonly cursor?: string | undefined
}

/** Everything the routes may do. Each is a function handed in; no route knows the store. */
export interface ApiPorts {
  readonly access: Access
  readonly assessor: Assessor
  readonly views: Views
  /** Answers several questions as of one moment, as those of a page; see `AssessorPorts.look`. */
  readonly atOneMoment: <T>(questions: () => Promise<T>) => Promise<T>
  readonly finished: FinishedProjects
  readonly policies: Policies
  readonly shadows: Shadows
  /** For what reads every project and computes for long. */
  readonly longWork: OneAtATime
  readonly holidays: ResolveHolidays
  readonly intake: Intake
  readonly quarantine: Quarantine
  readonly holds: Holds
  readonly waivers: Waivers
  readonly evidence: Evidence
  readonly attestor: Attestor
  readonly notifications: Notifications
  readonly listFacts: (request: FactPageRequest) => Promise<{ facts: readonly Fact[]; next: string | null }>
  readonly findVerdict: (id: string) => Promise<VerdictRecord | null>
  readonly listVerdicts: (project: string, gate: string | null) => Promise<readonly VerdictRecord[]>
  /** The live verdicts given on projects after one instant and until another, the oldest first. */
  readonly verdictsBetween: (request: {
    projects: readonly string[]
    gate: string
    after: number
    until: number
  }) => Promise<readonly VerdictRecord[]>
  /** Facts that are about more than one project, as known by a moment. */
  readonly loadWideFacts: (request: { knownUntil: number }) => Promise<readonly Fact[]>
  readonly readWatermarks: () => Promise<ReadonlyMap<string, number>>
  readonly weeklySchedule: WeeklySchedule
  /** Rows of the weekly export as a Parquet file. */
  readonly weeklyParquet: (rows: AsyncIterable<WeeklyRow>) => AsyncIterable<Uint8Array>
  readonly health: Health
  readonly metrics: Metrics
  readonly tracer: Tracer
  readonly roles: readonly Role[]
  readonly settledUntil: () => number
  readonly now: () => number
  /** Milliseconds for measuring; never set back. */
  readonly monotonic: () => number
  readonly newId: () => string
  readonly translators: Translators
  readonly logger: Pick<Logger, 'info' | 'warn' | 'error'>
  /** Host names that a request may be addressed to; null = any. */
  readonly allowedHosts: ReadonlySet<string> | null
}
