import { z } from 'zod'
import {
  amount,
  count,
  date,
  firstRepeated,
  identifier,
  line,
  nonNegative,
  percent,
  prose,
  rule,
} from '../primitives.ts'
import { base, componentId, phaseId } from './common.ts'

/** How a work package earns value (PMI Practice Standard for Earned Value Management; EIA-748). */
export const earningMethod = z.enum([
  '0-100',
  '50-50',
  '20-80',
  '25-75',
  'weighted-milestones',
  'percent-complete',
  'units',
  'apportioned',
  'loe',
])
export type EarningMethod = z.infer<typeof earningMethod>

const milestone = z.strictObject({ id: identifier, weight: z.number().gt(0).max(1) })

export const workPackage = z
  .strictObject({
    id: identifier,
    name: line().optional(),
    phase: phaseId,
    component: componentId.optional(),
    plannedStart: date,
    plannedFinish: date,
    budget: nonNegative,
    method: earningMethod,
    milestones: z.array(milestone).min(1).max(1000).optional(),
    unitsPlanned: z.number().gt(0).max(1_000_000_000).optional(),
    apportionedTo: identifier.optional(),
  })
  .superRefine(
    rule(['plannedFinish'], 'must not be before plannedStart', (w) => w.plannedFinish >= w.plannedStart),
  )
  .superRefine(
    rule(['milestones'], 'weighted-milestones needs milestones whose weights sum to 1', (w) => {
      if (w.milestones === undefined) return w.method !== 'weighted-milestones'
      return Math.abs(w.milestones.reduce((sum, m) => sum + m.weight, 0) - 1) <= 1e-6
    }),
  )
  .superRefine(
    rule(
      ['unitsPlanned'],
      'is needed by the method units',
      (w) => w.method !== 'units' || w.unitsPlanned !== undefined,
    ),
  )
  .superRefine(
    rule(
      ['apportionedTo'],
      'is needed by the method apportioned',
      (w) => w.method !== 'apportioned' || w.apportionedTo !== undefined,
    ),
  )
export type WorkPackage = z.infer<typeof workPackage>

/** Every apportioned package must lead, without a cycle, to a package that is measured itself. Linear in the plan's size. */
function apportionmentResolves(packages: readonly WorkPackage[]): boolean {
  const byId = new Map(packages.map((w) => [w.id, w]))
  const resolved = new Set<string>()
  return packages.every((start) => {
    const seen = new Set<string>()
    let current: WorkPackage | undefined = start
    while (current?.method === 'apportioned' && !resolved.has(current.id)) {
      if (seen.has(current.id)) return false
      seen.add(current.id)
      current = byId.get(current.apportionedTo ?? '')
    }
    for (const id of seen) resolved.add(id)
    return current !== undefined
  })
}

export const planBaselined = z
  .strictObject({
    revision: z.int().min(1).max(1_000_000),
    validFrom: date,
    reason: prose(),
    workPackages: z.array(workPackage).min(1).max(20_000),
    ...base,
  })
  .superRefine(
    rule(
      ['workPackages'],
      'work package ids must be unique',
      (p) => firstRepeated(p.workPackages.map((w) => w.id)) === undefined,
    ),
  )
  .superRefine(
    rule(['workPackages'], 'apportionedTo must name a package of this plan, without a cycle', (p) =>
      apportionmentResolves(p.workPackages),
    ),
  )
export type PlanBaselined = z.infer<typeof planBaselined>

export const progressReported = z
  .strictObject({
    workPackage: identifier,
    asOf: date,
    percentComplete: percent.optional(),
    unitsDone: z.number().min(0).max(1_000_000_000).optional(),
    milestonesAccepted: z.array(identifier).max(1000).optional(),
    startedOn: date.optional(),
    finishedOn: date.optional(),
    objective: z.boolean().optional(),
    reason: prose().optional(),
    ...base,
  })
  .superRefine(
    rule(
      ['finishedOn'],
      'must not be before startedOn',
      (p) => p.startedOn === undefined || p.finishedOn === undefined || p.finishedOn >= p.startedOn,
    ),
  )
export type ProgressReported = z.infer<typeof progressReported>

/** A booking; a negative amount is a credit or a correction. `unit` must be the project's unit of cost. */
export const costBooked = z.strictObject({
  booking: identifier,
  workPackage: identifier,
  date,
  amount,
  unit: line(16).optional(),
  ...base,
})
export type CostBooked = z.infer<typeof costBooked>

const ksloc = z.number().min(0).max(1_000_000)

export const sizeMeasured = z.strictObject({
  component: componentId,
  asOf: date,
  ksloc: z
    .strictObject({
      total: ksloc.optional(),
      added: ksloc.optional(),
      modified: ksloc.optional(),
      deleted: ksloc.optional(),
      reused: ksloc.optional(),
    })
    .optional(),
  functionPoints: z.number().min(0).max(10_000_000).optional(),
  counter: z.strictObject({ name: line(), version: line().optional() }),
  excludesGenerated: z.boolean().optional(),
  ...base,
})
export type SizeMeasured = z.infer<typeof sizeMeasured>

export const testsReported = z
  .strictObject({
    phase: phaseId,
    component: componentId.optional(),
    asOf: date,
    planned: count,
    executed: count,
    passed: count,
    failed: count,
    blocked: count.optional(),
    automated: count.optional(),
    testHours: nonNegative.optional(),
    ...base,
  })
  .superRefine(
    rule(['executed'], 'passed + failed must not exceed executed', (t) => t.passed + t.failed <= t.executed),
  )
export type TestsReported = z.infer<typeof testsReported>
