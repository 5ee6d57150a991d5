import type { Fact } from '../../schemas/facts/index.ts'
import type { GateKind, Policy } from '../../schemas/policy.ts'
import { declaration, fact, noon, shippingFacts, TODAY } from './project-facts.ts'
import { securedFacts } from './security-facts.ts'

/** The gate of each kind at which the project below is judged. */
export const gateNames: Readonly<Record<GateKind, string>> = {
  plan: 'plan',
  'phase-exit': 'st',
  release: 'release',
}

/** Working days of the system test, 2 to 20 November 2026. */
const testDays = [2, 3, 4, 5, 6, 9, 10, 11, 12, 13, 16, 17, 18, 19, 20].map(
  (day) => `2026-11-${String(day).padStart(2, '0')}`,
)

/** Defects found on each of those days: 430 in all, fewer day by day, so that reliability grows visibly. */
const foundByDay = [210, 105, 55, 30, 15, 8, 4, 2, 1, 0, 0, 0, 0, 0, 0]
const CASES_A_DAY = 400

function growth(): Fact[] {
  const tests = testDays.map((asOf, day) => {
    const executed = CASES_A_DAY * (day + 1)
    const planned = CASES_A_DAY * testDays.length
    return fact(
      'tests.reported',
      { phase: 'st', asOf, planned, executed, passed: executed, failed: 0 },
      { occurredAt: noon(asOf) },
    )
  })
  const defects = foundByDay.flatMap((count, day) =>
    Array.from({ length: count }, (_, n) =>
      fact(
        'defect.reported',
        {
          defect: `G${day}-${n}`,
          severity: 'minor',
          status: 'closed',
          phaseFound: 'st',
          component: 'core',
          detectedAt: `${testDays[day]}T10:00:00+09:00`,
          closedAt: `${testDays[day]}T11:00:00+09:00`,
        },
        { occurredAt: noon(testDays[day] ?? TODAY) },
      ),
    ),
  )
  const size = { component: 'core', asOf: '2026-10-30', ksloc: { total: 200 }, counter: { name: 'cloc' } }
  return [...tests, ...defects, fact('size.measured', size, { occurredAt: noon('2026-10-30') })]
}

/** Every item of evidence that the policy asks for at a gate, confirmed by somebody outside. */
function evidence(policy: Policy, kind: GateKind): Fact[] {
  return (policy.gates[kind] ?? []).flatMap(({ scope }) =>
    scope.item === undefined
      ? []
      : [
          fact('evidence.recorded', {
            gate: gateNames[kind],
            item: scope.item,
            result: 'passed',
            verifier: { name: 'V', organization: 'Auditors' },
            statement: 'seen',
            verifiedAt: '2026-11-20T10:00:00+09:00',
          }),
        ],
  )
}

/** Every fact of a project that passes the gate of this kind under the policy. */
export function shippingProject(policy: Policy, kind: GateKind): Fact[] {
  const measured = new Set(['tests.reported', 'defect.reported', 'size.measured', 'project.declared'])
  const rest = shippingFacts().filter((known) => !measured.has(known.kind))
  const declared = fact(
    'project.declared',
    { ...declaration, profile: policy.id, residentService: true, personalData: policy.residentServices },
    { occurredAt: noon('2026-10-01') },
  )
  const isSecurityAsked = (policy.gates[kind] ?? []).some(({ indicator }) =>
    indicator.startsWith('security.'),
  )
  const security = isSecurityAsked ? securedFacts() : []
  return [declared, ...rest, ...growth(), ...security, ...evidence(policy, kind)]
}
