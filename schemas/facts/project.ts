import { z } from 'zod'
import { date, firstRepeated, identifier, instant, line, projectId, rule, timeZone } from '../primitives.ts'
import { base, collectedKind, componentId, phaseId, phaseKind } from './common.ts'

/** The time zone of a project that declares none, or that nobody has declared. */
export const DEFAULT_TIME_ZONE = 'Asia/Tokyo'

/** ISO 8601 weekday, 1 = Monday to 7 = Sunday. */
const weekday = z.int().min(1).max(7)

/** Working time of a project. `holidays: "JP"` means the public holidays of Japan. */
export const workCalendar = z.strictObject({
  workingDays: z.array(weekday).min(1).max(7).optional(),
  hoursPerDay: z.number().gt(0).max(24).optional(),
  holidays: z.union([z.array(date).max(5000), z.literal('JP')]).optional(),
})
export type WorkCalendarDeclaration = z.infer<typeof workCalendar>

export const phase = z
  .strictObject({ id: phaseId, kind: phaseKind, plannedStart: date, plannedFinish: date })
  .superRefine(
    rule(['plannedFinish'], 'must not be before plannedStart', (p) => p.plannedFinish >= p.plannedStart),
  )
export type Phase = z.infer<typeof phase>

/** Something that must arrive, and how often: what completeness is judged by. */
export const expectation = z.strictObject({
  kind: collectedKind,
  phase: phaseId.optional(),
  component: componentId.optional(),
  everyDays: z.number().gt(0).max(3660),
})
export type Expectation = z.infer<typeof expectation>

export const projectDeclared = z
  .strictObject({
    name: line(),
    organization: line(),
    division: line(),
    class: z.enum(['new', 'enhancement', 'redevelopment']),
    profile: line(64),
    product: line().optional(),
    predecessor: projectId.optional(),
    residentService: z.boolean(),
    personalData: z.boolean(),
    timeZone: timeZone.default(DEFAULT_TIME_ZONE),
    costUnit: z.union([
      z.literal('hours'),
      z.string().regex(/^[A-Z]{3}$/, { error: 'must be hours or an ISO 4217 code' }),
    ]),
    calendar: workCalendar.optional(),
    release: z.strictObject({
      id: identifier,
      version: line().optional(),
      commit: line().optional(),
      plannedShipDate: date,
    }),
    phases: z.array(phase).min(1).max(100),
    components: z
      .array(z.strictObject({ id: componentId, name: line().optional() }))
      .max(5000)
      .optional(),
    expects: z.array(expectation).max(500).optional(),
    status: z.enum(['active', 'shipped', 'cancelled']).optional(),
    shippedAt: instant.optional(),
    ...base,
  })
  .superRefine(
    rule(
      ['phases'],
      'phase ids must be unique',
      (p) => firstRepeated(p.phases.map((x) => x.id)) === undefined,
    ),
  )
  .superRefine(
    rule(
      ['components'],
      'component ids must be unique',
      (p) => firstRepeated((p.components ?? []).map((x) => x.id)) === undefined,
    ),
  )
export type ProjectDeclared = z.infer<typeof projectDeclared>
