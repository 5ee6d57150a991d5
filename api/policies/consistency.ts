import { type GateKind, gateKind, type Policy } from '../../schemas/policy.ts'
import { contradictoryLimits } from './contradictions.ts'
import { type ConditionDifference, policyDifference } from './difference.ts'
import type { PolicyHistory, PolicyMoment } from './history.ts'
import { nearest } from './nearest.ts'
import type { FoundProblem } from './problems.ts'
import { chainOf, idOf, type PolicyVersion, resolveChain } from './resolve.ts'

type Found = Pick<FoundProblem, 'code' | 'parameters'> & {
  readonly path: readonly PropertyKey[]
  readonly severity?: FoundProblem['severity']
}

function problemsAt(version: PolicyVersion, found: readonly Found[]): FoundProblem[] {
  const { file, placeOf } = version.parsed
  return found.map(({ code, parameters, path, severity = 'error' }) => ({
    severity,
    code,
    file,
    place: placeOf(path),
    path: path.map(String).join('.'),
    parameters,
  }))
}

/** Where a condition stands in the text of a version: the gate when it is inherited. */
function pathOf(version: PolicyVersion, gate: GateKind, condition: string): PropertyKey[] {
  const own = version.parsed.document.gates[gate]
  if (own === undefined) return ['extends']
  const index = own.conditions.findIndex(({ id }) => id === condition)
  return index === -1 ? ['gates', gate] : ['gates', gate, 'conditions', index]
}

function gateProblems(version: PolicyVersion, policy: Policy): Found[] {
  const gates = gateKind.options.flatMap((gate) => {
    const conditions = policy.gates[gate]
    return conditions === undefined ? [] : [{ gate, conditions }]
  })
  if (gates.length === 0) return [{ code: 'NO_GATES', parameters: {}, path: ['gates'] }]
  return gates.flatMap(({ gate, conditions }) => {
    const inEffect = (from: string | undefined) => from === undefined || from <= policy.effectiveFrom
    const isAsked = conditions.some(
      ({ kind, effectiveFrom }) => kind === 'required' && inEffect(effectiveFrom),
    )
    const own = version.parsed.document.gates[gate] === undefined ? ['extends'] : ['gates', gate]
    return [
      ...(isAsked ? [] : [{ code: 'NO_REQUIRED_CONDITION' as const, parameters: { gate }, path: own }]),
      ...contradictoryLimits(conditions).map(({ condition, ...rest }) => ({
        code: 'CONTRADICTORY_LIMITS' as const,
        parameters: { condition, ...rest },
        path: pathOf(version, gate, condition),
      })),
    ]
  })
}

function inWords({ fields }: ConditionDifference): string {
  return fields
    .filter(({ mayLoosen }) => mayLoosen)
    .map(({ field, from, to }) => `${field} ${String(from ?? '–')} → ${String(to ?? '–')}`)
    .join(', ')
}

/** What a policy asks less of than the one it extends; for services to residents nothing may be. */
function loosened(version: PolicyVersion, policy: Policy, parent: Policy): Found[] {
  const severity = policy.residentServices ? 'error' : 'warning'
  const head = { policy: policy.id, parent: parent.id }
  const { conditions, settings } = policyDifference(parent, policy)
  const before = (gate: GateKind, id: string) => parent.gates[gate]?.find((condition) => condition.id === id)
  const ofConditions = conditions
    .filter(({ gate, condition }) => before(gate, condition)?.kind === 'required')
    .filter((difference) => difference.fields.some(({ mayLoosen }) => mayLoosen))
    .map((difference): Found => {
      const { gate, condition } = difference
      const parameters = { ...head, gate, condition, change: inWords(difference) }
      return { code: 'LOOSENED', parameters, path: pathOf(version, gate, condition), severity }
    })
  const ofSettings = settings
    .filter(({ field, mayLoosen }) => mayLoosen && field !== 'residentServices')
    .map(({ field, from, to }): Found => {
      const change = `${String(from ?? '–')} → ${String(to ?? '–')}`
      return {
        code: 'LOOSENED',
        parameters: { ...head, gate: '*', condition: field, change },
        path: [field],
        severity,
      }
    })
  return [...ofConditions, ...ofSettings]
}

/** What is wrong with one version together with what it builds on at a moment. */
function versionProblems(
  history: PolicyHistory,
  version: PolicyVersion,
  moment: PolicyMoment,
): FoundProblem[] {
  const chain = chainOf(version, (id) => history.versionAt(id, moment))
  if (!chain.ok) {
    const parent = chain.ids.at(-1) ?? ''
    const known = history.ids(moment.asOf).filter((id) => id !== idOf(version))
    const parameters =
      chain.code === 'INHERITANCE_CYCLE'
        ? { chain: chain.ids.join(' → ') }
        : { parent, nearest: nearest(parent, known) ?? 'none' }
    return problemsAt(version, [{ code: chain.code, parameters, path: ['extends'] }])
  }
  const policy = resolveChain(chain.versions)
  const [, nearestParent, ...further] = chain.versions
  const parent = nearestParent && resolveChain([nearestParent, ...further])
  return problemsAt(version, [
    ...gateProblems(version, policy),
    ...(parent === undefined ? [] : loosened(version, policy, parent)),
  ])
}

const keyOf = ({ file, code, path, parameters }: FoundProblem) =>
  JSON.stringify([file, code, path, parameters])

/**
 * Everything that is wrong with the versions of a history, from a day on, that are or build on one of `ids`: each is
 * looked at as it is on every day on which something changes, so that what does not fit next year is told now.
 */
export function historyProblems(
  history: PolicyHistory,
  ids: readonly string[],
  from: PolicyMoment,
): FoundProblem[] {
  const changes = history.versions
    .map(({ effectiveFrom }) => effectiveFrom)
    .filter((date) => date > from.date)
  const found = new Map<string, FoundProblem>()
  for (const date of [from.date, ...new Set(changes)].sort()) {
    const moment = { date, asOf: from.asOf }
    for (const id of history.ids(from.asOf)) {
      const version = history.versionAt(id, moment)
      if (version === null || !(ids.includes(id) || reaches(history, version, moment, ids))) continue
      for (const problem of versionProblems(history, version, moment)) {
        // What is wrong with another one than was asked about is in no file at hand.
        const file = ids.includes(id) ? problem.file : `${id}@${version.parsed.document.version}`
        if (!found.has(keyOf(problem))) found.set(keyOf(problem), { ...problem, file })
      }
    }
  }
  return [...found.values()]
}

/** Whether a version leads to one of `ids`, be it in a circle. */
function reaches(
  history: PolicyHistory,
  version: PolicyVersion,
  moment: PolicyMoment,
  ids: readonly string[],
): boolean {
  const chain = chainOf(version, (id) => history.versionAt(id, moment))
  return chain.ok
    ? chain.versions.some((parent) => ids.includes(idOf(parent)))
    : chain.ids.some((id) => ids.includes(id))
}
