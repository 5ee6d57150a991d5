import { type IndicatorId, indicatorIds } from '../../../schemas/indicators.ts'
import type { Fact } from '../../../schemas/facts/index.ts'
import { measures } from '../../../analytics/indicators/measure.ts'
import type { Measurement } from '../../../analytics/indicators/measurement.ts'
import { fact, noon } from '../../helpers/project-facts.ts'
import { asset, observation, scan, vulnerability } from '../../helpers/security-facts.ts'
import { declared, defect, review, tests, viewOf } from './measuring.ts'

/** The day on which the projects below are judged: 90 days and more after their release. */
export const JUDGED = '2026-11-20'
export const MANY = 10_000

const band = { lower: 1, median: 2, upper: 3 }
const scope = { zoneLimits: { source: 'own', tests: band, defects: band }, item: 'manual', withinDays: 250 }
const DAY = 86_400_000

const date = (start: string, day: number) => new Date(noon(start) + day * DAY).toISOString().slice(0, 10)

const shipped = () => declared({ status: 'shipped', shippedAt: '2026-07-01T12:00:00+09:00' })
const sized = (component: string, thousands: number) =>
  fact(
    'size.measured',
    {
      component,
      asOf: '2026-06-01',
      ksloc: { total: thousands },
      functionPoints: thousands * 10,
      counter: { name: 'cloc' },
    },
    { occurredAt: noon('2026-06-01') },
  )
const packages = (count: number) =>
  fact(
    'plan.baselined',
    {
      revision: 1,
      validFrom: '2026-01-05',
      reason: 'first',
      workPackages: Array.from({ length: count }, (_, i) => ({
        id: `w${i}`,
        phase: 'st',
        plannedStart: '2026-01-05',
        plannedFinish: '2026-12-25',
        budget: 100,
        method: 'percent-complete',
      })),
    },
    { occurredAt: noon('2026-01-05') },
  )
const progress = (workPackage: number, asOf: string, percentComplete: number) =>
  fact(
    'progress.reported',
    { workPackage: `w${workPackage}`, asOf, percentComplete },
    { occurredAt: noon(asOf) },
  )
const cost = (booking: number, on: string, amount: number) =>
  fact(
    'cost.booked',
    { booking: `b${booking}`, workPackage: `w${booking % 100}`, date: on, amount },
    { occurredAt: noon(on) },
  )
const covered = (asOf: string, component: string, lines: number) =>
  fact(
    'coverage.measured',
    {
      phase: 'st',
      component,
      asOf,
      lines: { covered: lines, total: 1000 },
      branches: { covered: lines / 2, total: 800 },
      tool: { name: 'JaCoCo' },
    },
    { occurredAt: noon(asOf) },
  )
const committed = (asOf: string, component: string, commits: number) =>
  fact(
    'commits.counted',
    {
      component,
      asOf,
      ref: 'main',
      commits,
      authors: Math.min(commits, 5),
      lastCommit: { sha: `${component}-${asOf}`, committedAt: `${asOf}T15:00:00+09:00` },
    },
    { occurredAt: noon(asOf) + 4 * 3_600_000 },
  )
const looked = (asOf: string, scan: number) =>
  fact(
    'scan.completed',
    {
      scan: `s${scan}`,
      asset: 'p',
      scanner: { name: 'Semgrep' },
      finishedAt: `${asOf}T12:00:00+09:00`,
      succeeded: true,
    },
    { occurredAt: noon(asOf) },
  )
const evidence = (item: string) =>
  fact('evidence.recorded', {
    gate: 'release',
    item,
    result: 'passed',
    verifier: { name: 'M. Ito', organization: 'Other' },
    statement: 'seen',
    verifiedAt: `${JUDGED}T10:00:00+09:00`,
  })

/** A project with one fact of every kind, and the declaration. */
export const one = (): Fact[] => [
  shipped(),
  packages(1),
  progress(0, '2026-06-20', 40),
  cost(0, '2026-06-20', 50),
  sized('core', 2),
  tests('2026-06-20', 10, { automated: 4, testHours: 5 }),
  covered('2026-06-20', 'core', 800),
  committed('2026-06-20', 'core', 3),
  looked('2026-06-20', 0),
  review('R1', { date: '2026-06-10', sizeReviewed: { pages: 8 } }),
  defect('2026-06-10', { component: 'core', cause: 'index', phaseInjected: 'bd' }),
  evidence('manual'),
  asset('p', {}, '2026-06-01'),
  vulnerability('p', 'CVE-1', '2026-11-10'),
  observation('www.example.jp', JUDGED),
]

/** A project with 10,000 facts of every kind that a collector delivers, spread over 100 components and 150 days. */
export function many(): Fact[] {
  const components = Array.from({ length: 100 }, (_, i) => ({ id: `c${i}` }))
  const numbers = Array.from({ length: MANY }, (_, i) => i)
  const component = (i: number) => `c${i % 100}`
  const day = (i: number) => date('2026-01-05', Math.floor(i / 100))
  return [
    declared({ status: 'shipped', shippedAt: '2026-07-01T12:00:00+09:00', components }),
    packages(100),
    ...numbers.map((i) => progress(i % 100, day(i), Math.floor(i / 100) * 0.9)),
    ...numbers.map((i) => cost(i, day(i), 1)),
    ...components.map(({ id }) => sized(id, 40)),
    ...numbers.map((i) => {
      const executed = 20 * (Math.floor(i / 100) + 1)
      const parts = { component: component(i), planned: 2500, automated: 10, testHours: executed / 4 }
      return tests(day(i), executed, parts)
    }),
    ...numbers.map((i) => covered(day(i), component(i), 500 + 2 * Math.floor(i / 100))),
    ...numbers.map((i) => committed(day(i), component(i), i + 1)),
    ...numbers.map((i) => looked(day(i), i)),
    ...numbers.map((i) =>
      review(`R${i}`, { date: day(i), component: component(i), sizeReviewed: { pages: 10 } }),
    ),
    ...numbers.map((i) =>
      defect(day(i), {
        component: component(i),
        cause: `cause ${i % 900}`,
        phaseInjected: i % 3 === 0 ? 'st' : 'bd',
        severity: (['critical', 'major', 'minor', 'trivial'] as const)[i % 4],
      }),
    ),
    ...numbers.map((i) => evidence(i === 0 ? 'manual' : `item-${i}`)),
    asset('p', {}, '2026-01-05'),
    ...numbers.flatMap((i) => secured(i, day(i))),
  ]
}

const STATES = ['open', 'fixed', 'accepted', 'false-positive', 'not-affected'] as const
const SEVERITIES = ['critical', 'high', 'medium', 'low'] as const

/** One of many assets, scanned on a day with one vulnerability; every second one names the address that is observed. */
function secured(i: number, on: string): Fact[] {
  const id = `asset-${i}`
  const address = `${id}.example.jp`
  const state = STATES[i % STATES.length]
  const severity = SEVERITIES[Math.floor(i / STATES.length) % SEVERITIES.length]
  return [
    asset(id, i % 2 === 0 ? { addresses: [address] } : {}, '2026-01-05'),
    scan(id, on),
    vulnerability(id, 'CVE-1', on, { state, severity }),
    observation(address, on),
  ]
}

/** How every indicator stands on the day that is judged, held against limits where it needs some; zones in system test. */
export function amounts(log: readonly Fact[]): ReadonlyMap<IndicatorId, Measurement> {
  const view = viewOf(log, noon(JUDGED))
  const request = { view, component: null, gate: 'release', scope }
  return new Map(
    indicatorIds.map((id) => [
      id,
      measures[id]({ ...request, phases: id === 'zones.unanalysed' ? ['st'] : null }),
    ]),
  )
}

/** A measurement in a few characters: its value to four digits with its interval, or why it has none. */
export function shown({ actual, why, interval }: Measurement): string {
  if (actual === null) return `\`${why ?? ''}\``
  const digits = (value: number) => String(Number(value.toPrecision(4)))
  const ends = interval === undefined ? '' : ` [${interval.map(digits).join(', ')}]`
  return digits(actual) + ends
}

/** One row for each indicator: its id, and what it says of no data, one datum and 10,000. */
export function amountRows(
  logs: readonly ReadonlyMap<IndicatorId, Measurement>[] = [[declared()], one(), many()].map(amounts),
): string[][] {
  return indicatorIds.map((id) => [`\`${id}\``, ...logs.map((known) => shown(known.get(id)!))])
}
