import { readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import { beforeAll, expect, test } from 'vitest'
import { groupBy } from '../../analytics/group-by.ts'
import { backtestAnswer } from '../../schemas/backtest.ts'
import type { Fact } from '../../schemas/facts/index.ts'
import { asEvent, openTestApi, type TestApi } from '../helpers/api.ts'
import { aCondition, aPolicy, upload } from '../helpers/policies.ts'
import { declaration, fact, noon, TODAY } from '../helpers/project-facts.ts'

/*
 * Releases cut out of a real series: bugs of five modules of Tomcat 5 in each of 108 months (Okamura & Dohi, HASE 2014;
 * examples/NOTICE.md). Every twelve months from the second year on counts as a release: the bugs of the year before it
 * are those found in its test, all fixed, those of the three months after it escaped. Severities are not in the data:
 * every bug counts as major.
 */
const DAY = 86_400_000
const MODULES = ['catalina', 'connector', 'jasper', 'servlets', 'webapps']
const MONTHS = [24, 36, 48, 60, 72, 84, 96]
const START = noon('2017-01-01')

interface Month {
  readonly first: number
  readonly last: number
  readonly count: number
}

function rowsOf(file: string): Record<string, string>[] {
  const text = readFileSync(new URL(`../../examples/data/${file}`, import.meta.url), 'utf8')
  return parse(text, { columns: true, comment: '#', skip_empty_lines: true })
}

const ksloc = new Map(
  rowsOf('modules/tomcat5_module_metrics.csv').map((row) => [row['module'], Number(row['LOC']) / 1000]),
)

const monthsOf = (module: string): Month[] =>
  rowsOf(`srgm/tomcat5_${module}.csv`).map((row) => {
    const end = Number(row['t_end'])
    return { first: end - Number(row['width']) + 1, last: end, count: Number(row['count']) }
  })

const dateOf = (instant: number) => new Date(instant).toISOString().slice(0, 10)

/** The bugs of a month, spread evenly over it. */
const daysOf = ({ first, last, count }: Month) =>
  Array.from({ length: count }, (_, n) => first + Math.floor(((n + 0.5) / count) * (last - first + 1)))

function releaseOf(module: string, month: number): { then: Fact[]; later: Fact[]; shipped: number } {
  const months = monthsOf(module)
  const project = `tomcat-${module}-${month}`
  const shipped = START + (months[month - 1]?.last ?? 0) * DAY + DAY / 2
  const begins = START + (months[month - 12]?.first ?? 0) * DAY
  const phase = { id: 'st', kind: 'system-test', plannedStart: dateOf(begins), plannedFinish: dateOf(shipped) }
  const own = {
    ...declaration,
    profile: 'house',
    phases: [phase],
    components: [{ id: module }],
    release: { id: project, plannedShipDate: dateOf(shipped) },
    expects: [{ kind: 'size.measured', everyDays: 400 }],
  }
  const bug = (day: number, n: number, status: string): Fact => {
    const detected = START + day * DAY
    const detectedAt = new Date(detected).toISOString()
    const data = { defect: `B${n}`, severity: 'major', status, phaseFound: 'st', component: module, detectedAt }
    const closedAt = status === 'closed' ? { closedAt: detectedAt } : {}
    return fact('defect.reported', { ...data, ...closedAt }, { project, occurredAt: detected })
  }
  const before = months.slice(month - 12, month).flatMap(daysOf)
  const after = months.slice(month, month + 3).flatMap(daysOf)
  const size = { component: module, asOf: dateOf(begins), ksloc: { total: ksloc.get(module) }, counter: { name: 'LOC' } }
  const end = { ...own, status: 'shipped', shippedAt: new Date(shipped).toISOString() }
  return {
    shipped,
    then: [
      fact('project.declared', own, { project, occurredAt: begins }),
      fact('size.measured', size, { project, occurredAt: begins }),
      ...before.map((day, n) => bug(day, n, 'closed')),
    ],
    later: [
      fact('project.declared', end, { project, occurredAt: shipped + 1000 }),
      ...after.map((day, n) => bug(day, before.length + n, 'open')),
    ],
  }
}

const house = (...more: Record<string, unknown>[]) => [aCondition('open', { indicator: 'defects.open-major' }), ...more]

let api: TestApi
beforeAll(async () => {
  api = await openTestApi()
  const releases = MODULES.flatMap((module) => MONTHS.map((month) => releaseOf(module, month)))
  // Sent in the order in which it happened, so that each release is known on its ship day as it was then.
  const sent = releases.flatMap(({ then, later }) => [...then, ...later]).sort((a, b) => a.occurredAt - b.occurredAt)
  api.clock.now = START
  await upload(api, aPolicy({ id: 'house', effectiveFrom: '2017-01-01' }, house()))
  const ships = [...new Set(releases.map(({ shipped }) => shipped))].sort((a, b) => a - b)
  const between = groupBy(sent, ({ occurredAt }) => ships.filter((shipped) => shipped < occurredAt).length)
  for (const facts of between.values()) {
    api.clock.now = Math.max(...facts.map(({ occurredAt }) => occurredAt))
    await api.send(facts.map(asEvent))
  }
  api.clock.now = noon(TODAY)
}, 120_000)

const backtest = async (condition: Record<string, unknown>) => {
  const text = aPolicy({ id: 'house', version: 2, effectiveFrom: '2027-01-01' }, house(condition))
  const { status, body } = await api.post('/v1/policies/backtest', { policy: { text } })
  expect(status).toBe(200)
  return backtestAnswer.parse(body)
}

test('explore', async () => {
  for (const c of [
    aCondition('trend', { indicator: 'reliability.trend', scope: { phase: 'system-test' }, upper: -1.645, unit: 'ratio' }),
    ...[0.05, 0.1, 0.2, 0.3].map((upper) => aCondition('density', { indicator: 'defects.density', upper, unit: 'defects/KSLOC' })),
  ]) {
    const a = await backtest(c)
    console.log(JSON.stringify(c), JSON.stringify(a.summary), JSON.stringify(a.excluded))
  }
})
