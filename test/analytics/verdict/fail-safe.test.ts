import { afterEach, describe, expect, test, vi } from 'vitest'
import { measures } from '../../../analytics/indicators/measure.ts'
import { assess } from '../../../analytics/verdict/evaluate.ts'
import type { Fact, FactKind } from '../../../schemas/facts/index.ts'
import { indicators, unit } from '../../../schemas/indicators.ts'
import {
  condition as conditionSchema,
  type Condition,
  gateKind,
  type GateKind,
  type Policy,
} from '../../../schemas/policy.ts'
import type { Assessment } from '../../../schemas/verdict.ts'
import { shippedPolicies } from '../../helpers/assessing.ts'
import { noon, TODAY } from '../../helpers/project-facts.ts'
import { gateNames, shippingProject } from '../../helpers/shipping-project.ts'

const DAY = 86_400_000
const shipped = shippedPolicies()
const policies = shipped.ids().map((id) => shipped.get(id)!)

afterEach(() => {
  vi.restoreAllMocks()
})

interface Case {
  readonly policy: Policy
  readonly kind: GateKind
  readonly condition: Condition
  readonly facts: readonly Fact[]
}

function judge({ policy, kind }: Case, facts: readonly Fact[], at = noon(TODAY)): Assessment {
  return assess({
    project: 'p',
    log: facts,
    wide: [],
    refused: [],
    gate: gateNames[kind],
    at,
    policyOf: () => policy,
    holidays: () => new Set(),
    onError: () => undefined,
  })
}

/** The case with the condition in the policy in another form. */
const changing = (given: Case, condition: Condition): Case => ({
  ...given,
  condition,
  policy: {
    ...given.policy,
    gates: {
      ...given.policy.gates,
      [given.kind]: given.policy.gates[given.kind]!.map((each) =>
        each.id === condition.id ? condition : each,
      ),
    },
  },
})

/** Whether a fact is behind the number of a condition. */
function isBehind({ indicator, scope }: Condition): (fact: Fact) => boolean {
  const sources: readonly FactKind[] = indicators[indicator].sources
  return ({ kind, data }) =>
    sources.includes(kind) && (scope.item === undefined || ('item' in data && data.item === scope.item))
}

/** Other content for a fact of each kind, as another source might tell it. */
const otherContent: Partial<Record<FactKind, object>> = {
  'plan.baselined': { reason: 'another one' },
  'progress.reported': { objective: false },
  'cost.booked': { amount: 1 },
  'size.measured': { ksloc: { total: 201 } },
  'tests.reported': { passed: 0, failed: 1 },
  'defect.reported': { severity: 'critical' },
  'asset.registered': { owner: 'somebody else' },
  'scan.completed': { succeeded: false },
  'vulnerability.reported': { severity: 'low' },
  'asset.observed': { observer: 'somebody else' },
  'evidence.recorded': { result: 'failed', verifier: { name: 'W', organization: 'Examiners' } },
}

function otherwise({ kind, data }: Fact): object {
  const other = otherContent[kind]
  if (other === undefined) throw new Error(`no other content is written for ${kind}`)
  return { ...data, ...other }
}

type Judged = (given: Case) => { verdict: Assessment; code: string; about: string }

const scenarios: Readonly<Record<string, Judged>> = {
  absent: (given) => ({
    verdict: judge(
      given,
      given.facts.filter((fact) => !isBehind(given.condition)(fact)),
    ),
    code: 'CONDITION_NO_DATA',
    about: given.condition.id,
  }),
  stale: (given) => {
    const age = resultOf(judge(given, given.facts), given.condition)!.dataAgeDays!
    const wait = (given.condition.maxAgeDays! - age + 1) * DAY
    return {
      verdict: judge(given, given.facts, noon(TODAY) + wait),
      code: 'CONDITION_STALE',
      about: given.condition.id,
    }
  },
  contradictory: (given) => {
    const isEvidence = given.condition.scope.item !== undefined
    // Verifiers may differ; of what else is behind the number two sources may not.
    const mayDiffer = (fact: Fact) => isEvidence || fact.kind !== 'evidence.recorded'
    const fact = given.facts.filter(isBehind(given.condition)).findLast(mayDiffer)!
    const other = { ...fact, id: 'other', source: 'urn:other', data: otherwise(fact) } as Fact
    return {
      verdict: judge(given, [...given.facts, other]),
      code: isEvidence ? 'CONDITION_FAILED' : 'CONTRADICTION',
      about: isEvidence ? given.condition.id : 'completeness',
    }
  },
  error: (given) => {
    vi.spyOn(measures, given.condition.indicator).mockImplementation(() => {
      throw new Error('broken')
    })
    const verdict = judge(given, given.facts)
    vi.restoreAllMocks()
    return { verdict, code: 'CONDITION_ERROR', about: given.condition.id }
  },
  'wrong unit': (given) => {
    const other = unit.options.find((each) => each !== given.condition.unit)!
    expect(conditionSchema.safeParse({ ...given.condition, unit: other }).success).toBe(false)
    const verdict = judge(changing(given, { ...given.condition, unit: other }), given.facts)
    return { verdict, code: 'CONDITION_ERROR', about: given.condition.id }
  },
  retracted: (given) => ({
    verdict: judge(
      given,
      given.facts.map((fact) =>
        isBehind(given.condition)(fact)
          ? ({ ...fact, data: { ...fact.data, retracted: true } } as Fact)
          : fact,
      ),
    ),
    code: 'CONDITION_NO_DATA',
    about: given.condition.id,
  }),
}

const resultOf = ({ content }: Assessment, { id }: Condition) =>
  content.conditions.find((each) => each.id === id)

const cases = policies.flatMap((policy) =>
  gateKind.options.flatMap((kind) => {
    const facts = shippingProject(policy, kind)
    return (policy.gates[kind] ?? []).map((condition): Case => ({ policy, kind, condition, facts }))
  }),
)
const nameOf = ({ policy, kind, condition }: Case) => `${policy.id} ${kind} ${condition.id}`
const table: string[][] = []

describe('the project that everything starts from', () => {
  test.each(policies.flatMap((policy) => gateKind.options.map((kind) => [policy.id, kind, policy] as const)))(
    'ships under %s at %s',
    (_, kind, policy) => {
      const { content } = judge({ policy, kind } as Case, shippingProject(policy, kind))
      expect(content.reasons).toEqual([])
      expect(content.recommendation).toBe('SHIP')
      expect(content.conditions.filter(({ state }) => state !== 'PASS')).toEqual([])
    },
  )
})

describe('a condition whose number cannot be trusted holds', () => {
  test.each(cases.map((given) => [nameOf(given), given] as const))('%s', (_, given) => {
    expect(given.condition.maxAgeDays).toBeDefined()
    // An advisory condition never holds; that it would if it were required is shown with it made required.
    const required = changing(given, { ...given.condition, kind: 'required' })
    const cells = Object.values(scenarios).map((scenario) => {
      const { verdict, code, about } = scenario(required)
      const { recommendation, reasons } = verdict.content
      expect({
        recommendation,
        codes: reasons.map((reason) => `${reason.code} ${reason.condition}`),
      }).toEqual({
        recommendation: 'HOLD',
        codes: expect.arrayContaining([`${code} ${about}`]) as string[],
      })
      expect(resultOf(verdict, given.condition)).toMatchObject(
        code === 'CONTRADICTION' ? { id: given.condition.id } : { credit: 0 },
      )
      return `\`${code}\``
    })
    const { policy, kind, condition } = given
    table.push([`\`${policy.id}\``, `\`${kind}\``, `\`${condition.id}\``, condition.kind, ...cells])
  })
})

function markdownTable(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)))
  const line = (row: readonly string[]) => `| ${row.map((cell, i) => cell.padEnd(widths[i]!)).join(' | ')} |`
  const [head, ...body] = rows
  return [line(head!), line(widths.map((width) => '-'.repeat(width))), ...body.map(line)].join('\n')
}

test('docs/fail-safe.md shows every one of them', async () => {
  expect(table).toHaveLength(cases.length)
  const rows = [['policy', 'gate', 'condition', 'kind', ...Object.keys(scenarios)], ...table]
  const text = `# Fail-safe table

Written and checked by \`test/analytics/verdict/fail-safe.test.ts\`; to write it anew: \`npx vitest run test/analytics/verdict/fail-safe.test.ts --update=all\`.

Each row starts from a project that ships at the gate under the policy, every condition passing. Each cell is the reason with
which the same project is then on **HOLD**. A row of kind \`advisory\` is judged with its condition made required: as written it is
shown and never holds.

- **absent**: the facts behind the number were never sent.
- **stale**: nothing newer came, one day longer than the condition allows.
- **contradictory**: a second source says something else of the same moment; of evidence, another verifier says that it failed.
- **error**: the computation throws.
- **wrong unit**: the policy judges in a unit that the indicator does not have. Such a policy is refused when it is read; this is
  what becomes of one that was kept from before.
- **retracted**: every fact behind the number was taken back.

${markdownTable(rows)}
`
  await expect(text).toMatchFileSnapshot('../../../docs/fail-safe.md')
})
