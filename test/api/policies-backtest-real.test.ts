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
  const phase = {
    id: 'st',
    kind: 'system-test',
    plannedStart: dateOf(begins),
    plannedFinish: dateOf(shipped),
  }
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
    const data = {
      defect: `B${n}`,
      severity: 'major',
      status,
      phaseFound: 'st',
      component: module,
      detectedAt,
    }
    const closedAt = status === 'closed' ? { closedAt: detectedAt } : {}
    return fact('defect.reported', { ...data, ...closedAt }, { project, occurredAt: detected })
  }
  const before = months.slice(month - 12, month).flatMap(daysOf)
  const after = months.slice(month, month + 3).flatMap(daysOf)
  const size = {
    component: module,
    asOf: dateOf(begins),
    ksloc: { total: ksloc.get(module) },
    counter: { name: 'LOC' },
  }
  // Not in the data: without any test a density proves nothing, so one report of a hundred cases stands for them.
  const tests = { phase: 'st', asOf: dateOf(begins), planned: 100, executed: 100, passed: 100, failed: 0 }
  const end = { ...own, status: 'shipped', shippedAt: new Date(shipped).toISOString() }
  return {
    shipped,
    then: [
      fact('project.declared', own, { project, occurredAt: begins }),
      fact('size.measured', size, { project, occurredAt: begins }),
      fact('tests.reported', tests, { project, occurredAt: begins }),
      ...before.map((day, n) => bug(day, n, 'closed')),
    ],
    later: [
      fact('project.declared', end, { project, occurredAt: shipped + 1000 }),
      ...after.map((day, n) => bug(day, before.length + n, 'open')),
    ],
  }
}

const house = (...more: Record<string, unknown>[]) => [
  aCondition('open', { indicator: 'defects.open-major' }),
  ...more,
]

let api: TestApi
beforeAll(async () => {
  api = await openTestApi()
  const releases = MODULES.flatMap((module) => MONTHS.map((month) => releaseOf(module, month)))
  // Sent in the order in which it happened, so that each release is known on its ship day as it was then.
  const sent = releases
    .flatMap(({ then, later }) => [...then, ...later])
    .sort((a, b) => a.occurredAt - b.occurredAt)
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

/** By hand from the files: what a limit of bugs per KSLOC and year holds, and what came out within 90 days. */
function expected(limit: number) {
  const counts = { holdEscaped: 0, holdClean: 0, shipEscaped: 0, shipClean: 0 }
  let defectsCaught = 0
  for (const module of MODULES)
    for (const month of MONTHS) {
      const months = monthsOf(module)
      const year = months.slice(month - 12, month).reduce((sum, { count }) => sum + count, 0)
      const shipped = months[month - 1]!.last + 0.5
      const later = months.slice(month).flatMap(daysOf)
      const escaped = later.filter((day) => day <= shipped + 90).length
      // A tracker that never said anything: nothing can be told of it.
      if (year === 0 && later.filter((day) => day <= months[month + 2]!.last).length === 0) continue
      const isHeld = year === 0 || year / ksloc.get(module)! > limit
      // Without a bug in the year the policy of then could not judge either.
      if (isHeld && year > 0) defectsCaught += escaped
      counts[
        isHeld ? (escaped > 0 ? 'holdEscaped' : 'holdClean') : escaped > 0 ? 'shipEscaped' : 'shipClean'
      ] += 1
    }
  return { counts, defectsCaught }
}

test.each([0.05, 0.1, 0.2, 0.4])('a limit of %d bugs per KSLOC in the year before', async (upper) => {
  const { summary } = await backtest(
    aCondition('density', { indicator: 'defects.density', upper, unit: 'defects/KSLOC' }),
  )
  const { counts, defectsCaught } = expected(upper)
  expect(summary.after).toMatchObject(counts)
  expect(summary.defectsCaught).toBe(defectsCaught)
  expect(summary.before).toMatchObject({ holdEscaped: 1, holdClean: 0, shipEscaped: 19, shipClean: 14 })
})

test('reliability growth asks for twenty defects, and so holds nearly everything here', async () => {
  const trend = {
    indicator: 'reliability.trend',
    scope: { phase: 'system-test' },
    upper: -1.645,
    unit: 'ratio',
  }
  const { summary, releases, excluded } = await backtest(aCondition('trend', trend))
  expect(summary.after).toMatchObject({ holdEscaped: 18, holdClean: 14, shipEscaped: 2, shipClean: 0 })
  const shipped = releases
    .filter(({ after }) => after.recommendation === 'SHIP')
    .map(({ project }) => project)
  expect(shipped).toEqual(['tomcat-catalina-48', 'tomcat-catalina-36'])
  expect(excluded).toMatchObject([{ reason: 'NO_DEFECT_REPORTS', projects: ['tomcat-servlets-96'] }])
})
