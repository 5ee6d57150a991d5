import type { Fact, FactKind } from '../../schemas/facts/index.ts'
import { kinds, naturalKey } from '../../schemas/facts/index.ts'

/** Noon of a civil date in Tokyo, in milliseconds. */
export const noon = (date: string): number => Date.parse(`${date}T12:00:00+09:00`)

/** The day on which the project below is judged. */
export const TODAY = '2026-11-20'

let serial = 0

/** A fact as kept, checked against its kind's schema. Ids are unique within the process. */
export function fact(
  kind: FactKind,
  data: unknown,
  options: { occurredAt?: number; receivedAt?: number; id?: string; project?: string } = {},
): Fact {
  const parsed = kinds[kind].data.parse(data)
  const occurredAt = options.occurredAt ?? noon(TODAY)
  serial += 1
  return {
    kind,
    project: options.project ?? 'p',
    key: naturalKey(kind, parsed),
    occurredAt,
    receivedAt: options.receivedAt ?? occurredAt + 1000,
    source: 'urn:test',
    id: options.id ?? `${kind}-${serial}`,
    data: parsed,
  } as Fact
}

export const declaration = {
  name: 'Test project',
  organization: 'Org',
  division: 'Div',
  class: 'new',
  profile: 'standard',
  residentService: false,
  personalData: false,
  costUnit: 'hours',
  release: { id: 'r1', plannedShipDate: '2026-11-27' },
  phases: [
    { id: 'code', kind: 'coding', plannedStart: '2026-10-01', plannedFinish: '2026-10-30' },
    { id: 'st', kind: 'system-test', plannedStart: '2026-11-02', plannedFinish: '2026-11-20' },
  ],
  components: [{ id: 'core' }],
  expects: [
    { kind: 'tests.reported', phase: 'st', everyDays: 7 },
    { kind: 'progress.reported', everyDays: 7 },
    { kind: 'cost.booked', everyDays: 14 },
  ],
}

export const plan = {
  revision: 1,
  validFrom: '2026-10-01',
  reason: 'first',
  workPackages: [
    {
      id: 'w1',
      phase: 'code',
      plannedStart: '2026-10-01',
      plannedFinish: '2026-10-30',
      budget: 600,
      method: '0-100',
    },
    {
      id: 'w2',
      phase: 'st',
      plannedStart: '2026-11-02',
      plannedFinish: '2026-11-20',
      budget: 400,
      method: 'units',
      unitsPlanned: 200,
    },
  ],
}

/** Every fact of a project that ships under the standard policy: 10 KSLOC, 200 cases, 5 defects, all closed. */
export function shippingFacts(): Fact[] {
  return [
    fact('project.declared', declaration, { occurredAt: noon('2026-10-01') }),
    fact('plan.baselined', plan, { occurredAt: noon('2026-10-01') }),
    fact(
      'progress.reported',
      { workPackage: 'w1', asOf: '2026-10-30', finishedOn: '2026-10-30', objective: true },
      { occurredAt: noon('2026-10-30') },
    ),
    fact('progress.reported', {
      workPackage: 'w2',
      asOf: TODAY,
      unitsDone: 200,
      finishedOn: TODAY,
      objective: true,
    }),
    fact(
      'cost.booked',
      { booking: 'b1', workPackage: 'w1', date: '2026-10-30', amount: 620 },
      { occurredAt: noon('2026-10-30') },
    ),
    fact('cost.booked', { booking: 'b2', workPackage: 'w2', date: TODAY, amount: 400 }),
    fact(
      'size.measured',
      { component: 'core', asOf: '2026-10-30', ksloc: { total: 10 }, counter: { name: 'cloc' } },
      { occurredAt: noon('2026-10-30') },
    ),
    fact(
      'tests.reported',
      { phase: 'st', asOf: '2026-11-10', planned: 200, executed: 80, passed: 75, failed: 5 },
      { occurredAt: noon('2026-11-10') },
    ),
    fact('tests.reported', { phase: 'st', asOf: TODAY, planned: 200, executed: 200, passed: 200, failed: 0 }),
    ...[1, 2, 3, 4, 5].map((n) =>
      fact(
        'defect.reported',
        {
          defect: `D${n}`,
          severity: n === 1 ? 'critical' : 'major',
          status: 'closed',
          phaseFound: 'st',
          component: 'core',
          detectedAt: '2026-11-09T10:00:00+09:00',
          closedAt: '2026-11-12T10:00:00+09:00',
        },
        { occurredAt: noon('2026-11-12') },
      ),
    ),
  ]
}

/** The defect D7, major and open, which holds the project above at one condition. */
export const openMajor = (data: object = {}, options: { readonly project?: string } = {}): Fact =>
  fact(
    'defect.reported',
    {
      defect: 'D7',
      severity: 'major',
      status: 'open',
      phaseFound: 'st',
      component: 'core',
      detectedAt: '2026-11-18T10:00:00+09:00',
      ...data,
    },
    options,
  )

/** Facts with those of one kind replaced. */
export function replacing(facts: readonly Fact[], kind: FactKind, ...replacements: Fact[]): Fact[] {
  return [...facts.filter((candidate) => candidate.kind !== kind), ...replacements]
}
