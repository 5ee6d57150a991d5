import type { z } from 'zod'
import { commitsCounted } from './activity.ts'
import { coverageMeasured } from './coverage.ts'
import { holdLifted, holdPlaced, waiverApproved, waiverRequested, waiverRevoked } from './orders.ts'
import { costBooked, planBaselined, progressReported, sizeMeasured, testsReported } from './plan.ts'
import { projectDeclared } from './project.ts'
import { defectReported, evidenceRecorded, reviewHeld, testrunFinished, zoneAnalysed } from './quality.ts'
import { assetObserved, assetRegistered, scanCompleted, vulnerabilityReported } from './security.ts'

interface KindDefinition<S extends z.ZodType> {
  /** Version of the wire contract, the `v1` of `dev.kanmon.<kind>.v1`. */
  readonly version: 1
  readonly data: S
  /** The natural key's parts: what the fact is about. The newest fact of a key is the one that holds. */
  readonly key: (data: z.output<S>) => readonly (string | number)[]
  /** `open`: anybody who may write facts; `order`: only through its own route. */
  readonly intake: 'open' | 'order'
  /** Whether the fact may be about a division or an organization instead of one project. */
  readonly wide: boolean
}

function kind<S extends z.ZodType>(
  data: S,
  key: KindDefinition<S>['key'],
  options: { intake?: 'order'; wide?: true } = {},
): KindDefinition<S> {
  return { version: 1, data, key, intake: options.intake ?? 'open', wide: options.wide ?? false }
}

/** Every kind of fact there is: its schema, its natural key and who may send it. */
export const kinds = {
  'project.declared': kind(projectDeclared, () => []),
  'plan.baselined': kind(planBaselined, (d) => [d.revision]),
  'progress.reported': kind(progressReported, (d) => [d.workPackage, d.asOf]),
  'cost.booked': kind(costBooked, (d) => [d.booking]),
  'size.measured': kind(sizeMeasured, (d) => [d.component, d.asOf]),
  'tests.reported': kind(testsReported, (d) => [d.phase, d.component ?? '', d.asOf]),
  'testrun.finished': kind(testrunFinished, (d) => [d.run]),
  'coverage.measured': kind(coverageMeasured, (d) => [d.phase ?? '', d.component ?? '', d.asOf]),
  'commits.counted': kind(commitsCounted, (d) => [d.component ?? '', d.asOf]),
  'defect.reported': kind(defectReported, (d) => [d.defect]),
  'review.held': kind(reviewHeld, (d) => [d.review]),
  'evidence.recorded': kind(evidenceRecorded, (d) => [d.gate, d.item]),
  'zone.analysed': kind(zoneAnalysed, (d) => [d.phase, d.component ?? '']),
  'asset.registered': kind(assetRegistered, (d) => [d.asset], { wide: true }),
  'asset.observed': kind(assetObserved, (d) => [d.address], { wide: true }),
  'scan.completed': kind(scanCompleted, (d) => [d.scan], { wide: true }),
  'vulnerability.reported': kind(vulnerabilityReported, (d) => [d.asset, d.vulnerability], { wide: true }),
  'hold.placed': kind(holdPlaced, (d) => [d.office, d.hold], { intake: 'order', wide: true }),
  'hold.lifted': kind(holdLifted, (d) => [d.office, d.hold], { intake: 'order', wide: true }),
  'waiver.requested': kind(waiverRequested, (d) => [d.waiver], { intake: 'order' }),
  'waiver.approved': kind(waiverApproved, (d) => [d.waiver], { intake: 'order' }),
  'waiver.revoked': kind(waiverRevoked, (d) => [d.waiver], { intake: 'order' }),
} as const

export type FactKind = keyof typeof kinds
export type DataOf<K extends FactKind> = z.output<(typeof kinds)[K]['data']>

export const factKinds = Object.keys(kinds) as FactKind[]
export const isFactKind = (value: string): value is FactKind => Object.hasOwn(kinds, value)

interface Said<K extends FactKind> {
  readonly kind: K
  readonly project: string
  /** The natural key as text, unique within project and kind. */
  readonly key: string
  /** When it happened. */
  readonly occurredAt: number
  /** When we learned it. */
  readonly receivedAt: number
  readonly source: string
  readonly id: string
  readonly data: DataOf<K>
}

/** One thing that was said, of one of the kinds K, as it is kept. Instants are milliseconds since 1970 UTC. */
export type FactOf<K extends FactKind> = { [P in K]: Said<P> }[K]
export type Fact = FactOf<FactKind>

/** The natural key of a fact as text: parts escaped so that no two different keys read the same. */
export function naturalKey<K extends FactKind>(name: K, data: DataOf<K>): string {
  const key = kinds[name].key as (data: DataOf<K>) => readonly (string | number)[]
  return key(data)
    .map((part) => encodeURIComponent(part))
    .join('/')
}
