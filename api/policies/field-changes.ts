import type { Condition } from '../../schemas/policy.ts'

/** `tighter`: what passed may fail. `looser`: what failed may pass. `other`: cannot be told, or changes no verdict. */
export type Direction = 'tighter' | 'looser' | 'other'

/** One field of a condition that is different. */
export interface FieldChange {
  readonly field: string
  readonly from: string | number | boolean | null
  readonly to: string | number | boolean | null
  readonly direction: Direction
  /** Whether the change could let something pass that did not; what cannot be told is taken as if it could. */
  readonly mayLoosen: boolean
}

type Value = FieldChange['from']
export type Compare = (from: Value, to: Value) => Direction

const direction = (isTighter: boolean): Direction => (isTighter ? 'tighter' : 'looser')
const isNumber = (value: Value): value is number => typeof value === 'number'

/** A limit that is tighter the greater it is; none is the loosest. */
export const atLeast: Compare = (from, to) =>
  direction((isNumber(to) ? to : -Infinity) > (isNumber(from) ? from : -Infinity))
/** A limit that is tighter the smaller it is; none is the loosest. */
export const atMost: Compare = (from, to) =>
  direction((isNumber(to) ? to : Infinity) < (isNumber(from) ? from : Infinity))
const tighterWhen =
  (value: Value): Compare =>
  (_, to) =>
    direction(to === value)
/** Required from a date on: none is from the beginning. */
const since: Compare = (from, to) => direction(String(to ?? '') < String(from ?? ''))

/** Of whom a verifier must not be: nobody, the project's division, its organization. */
const INDEPENDENCE: readonly Value[] = [null, true, 'organization']
const independence: Compare = (from, to) => direction(INDEPENDENCE.indexOf(to) > INDEPENDENCE.indexOf(from))

const compares: Readonly<Record<string, Compare>> = {
  kind: tighterWhen('required'),
  lower: atLeast,
  upper: atMost,
  interval: tighterWhen(true),
  minSample: atLeast,
  maxAgeDays: atMost,
  maxWaiverDays: atMost,
  effectiveFrom: since,
  waivable: tighterWhen(false),
  'scope.independent': independence,
  'scope.ifPhaseAbsent': tighterWhen(null),
  'scope.withinDays': atMost,
}
/** Fields that no verdict depends on. */
const HARMLESS = new Set(['weight', 'worst.lower', 'worst.upper', 'title', 'rationale', 'remedy'])

const plain = (value: unknown): Value =>
  value === undefined || value === null
    ? null
    : typeof value === 'object'
      ? JSON.stringify(value)
      : (value as string | number | boolean)

/** The fields of a condition side by side, those of the scope and worst values each on its own. */
function flat({ scope, worst = {}, ...rest }: Condition): Map<string, Value> {
  const under = (prefix: string, values: object) =>
    Object.entries(values).map(([name, value]) => [`${prefix}${name}`, plain(value)] as const)
  const given = [...under('', rest), ...under('worst.', worst), ...under('scope.', scope)]
  // False is what is meant where these are left out.
  return new Map(given.filter(([name, value]) => !(OFF.has(name) && value === false)))
}

const OFF = new Set(['interval', 'scope.independent'])

/** What is different between two versions of one condition, in the order of the fields. */
export function fieldChanges(before: Condition, after: Condition): FieldChange[] {
  const [from, to] = [flat(before), flat(after)]
  return [...new Set([...from.keys(), ...to.keys()])].flatMap((field) => {
    const [old, now] = [from.get(field) ?? null, to.get(field) ?? null]
    if (old === now) return []
    return [fieldChange(field, old, now, compares[field])]
  })
}

/** One change, with its direction by how such values are compared; without that it cannot be told. */
export function fieldChange(field: string, from: Value, to: Value, compare?: Compare): FieldChange {
  const way = compare === undefined ? 'other' : compare(from, to)
  const mayLoosen = way === 'looser' || (way === 'other' && !HARMLESS.has(field))
  return { field, from, to, direction: way, mayLoosen }
}
