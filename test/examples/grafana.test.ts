import { readdirSync, readFileSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { createMetrics } from '../../api/metrics/metrics.ts'
import { composePorts } from '../../api/compose/ports.ts'
import { createApp } from '../../api/app.ts'
import type { Store } from '../../store/store.ts'
import { asEvent, openTestApi } from '../helpers/api.ts'
import { shippedPolicies } from '../helpers/assessing.ts'
import { makeIntake, silent } from '../helpers/intake.ts'
import { fact, noon, shippingFacts, TODAY } from '../helpers/project-facts.ts'
import { rowsOf } from '../helpers/store.ts'

const directory = new URL('../../examples/grafana/', import.meta.url)
const text = (name: string) => readFileSync(new URL(name, directory), 'utf8')

const dashboard = z.object({
  uid: z.string(),
  templating: z.object({ list: z.array(z.object({ name: z.string(), query: z.string() })) }),
  panels: z.array(
    z.object({
      id: z.int(),
      title: z.string(),
      gridPos: z.object({ x: z.int(), y: z.int(), w: z.int(), h: z.int() }),
      targets: z.array(
        z.object({
          datasource: z.object({ uid: z.string() }),
          rawSql: z.string().optional(),
          expr: z.string().optional(),
        }),
      ),
    }),
  ),
})
const dashboards = readdirSync(new URL('dashboards/', directory)).map((name) => ({
  name,
  ...dashboard.parse(JSON.parse(text(`dashboards/${name}`))),
}))
const targets = dashboards.flatMap(({ panels }) =>
  panels.flatMap(({ title, targets: own }) => own.map((target) => ({ title, ...target }))),
)
const sqls = targets.flatMap(({ title, rawSql }) => (rawSql === undefined ? [] : [{ title, sql: rawSql }]))

const FROM = `toDateTime(${noon('2026-11-01') / 1000})`
const TO = `toDateTime(${noon('2026-11-22') / 1000})`

/** What the data source makes of its macros and Grafana of its variables. */
function expanded(sql: string, database: string): string {
  return sql
    .replaceAll(/\$__timeFilter\((\w+)\)/g, `$1 >= ${FROM} AND $1 <= ${TO}`)
    .replaceAll('$__fromTime', FROM)
    .replaceAll('$__toTime', TO)
    .replaceAll('${project:singlequote}', "'p','q'")
    .replaceAll(/\bkanmon\./g, `${database}.`)
}

let store: Store
const run = (title: string) => {
  const found = sqls.find((one) => one.title === title)
  if (found === undefined) throw new Error(`there is no panel ${title}`)
  return rowsOf<Record<string, unknown>>(store, expanded(found.sql, store.database))
}

beforeAll(async () => {
  const api = await openTestApi()
  store = api.store
  const open = {
    defect: 'D7',
    severity: 'major',
    status: 'open',
    phaseFound: 'st',
    detectedAt: '2026-11-18T10:00:00+09:00',
  }
  const facts = [...shippingFacts(), fact('defect.reported', open)].map(asEvent)
  await api.send(facts)
  // Every row once more, as if it had been delivered again a day later and not been merged yet.
  const table = `${store.database}.facts`
  await store.write.command({ query: `SYSTEM STOP MERGES ${table}` })
  await store.write.command({
    query: `INSERT INTO ${table} (project, kind, key, occurred_at, received_at, source, event_id, payload, retracted)
      SELECT project, kind, key, occurred_at, received_at + INTERVAL 1 DAY, source, event_id, payload, retracted
      FROM ${table}`,
  })
  expect(await rowsOf(store, `SELECT count() AS rows FROM ${table}`)).toEqual([{ rows: 2 * facts.length }])
  api.clock.now += 86_400_000
  await api.get('/v1/projects/p/readiness')
  const hold = (name: string) =>
    api.post('/v1/holds', { hold: name, office: 'CQO', scope: { project: 'p' }, reason: 'r', placedBy: 'C' })
  expect([(await hold('H1')).status, (await hold('H2')).status]).toEqual([201, 201])
  api.clock.now += 1000
  const lift = await api.post('/v1/holds/H1/lift', { office: 'CQO', reason: 'r', liftedBy: 'C' })
  expect(lift.status).toBe(200)
  const refused = await api.post('/v1/events', [{ ...facts[0], id: 'odd', type: 'dev.kanmon.odd.v1' }])
  expect(refused.body).toMatchObject({ quarantined: [{ code: 'UNKNOWN_KIND' }] })
  await api.get('/v1/projects/p/readiness')
})

describe('the dashboards on ClickHouse', () => {
  test.each(sqls)('$title: its query runs on the engine', async ({ title, sql }) => {
    expect(expanded(sql, store.database)).not.toMatch(/\$/)
    expect(await run(title)).toBeInstanceOf(Array)
  })

  test('variables are asked for with queries that run', async () => {
    const queries = dashboards.flatMap(({ templating }) => templating.list.map(({ query }) => query))
    expect(queries).not.toEqual([])
    for (const query of queries) {
      expect(await rowsOf(store, expanded(query, store.database))).toEqual([{ project: 'p' }])
    }
  })

  test('what was delivered twice is counted once, on the day of its first receipt', async () => {
    const defects = (await run('Facts received by day')).filter(({ kind }) => kind === 'defect.reported')
    expect(defects).toMatchObject([{ facts: 6 }])
    expect(String(defects[0]?.['time'])).toContain(TODAY)
  })

  test('verdicts, defects, holds and refusals are those of the project', async () => {
    expect(await run('Verdicts at the release')).toMatchObject([{ SHIP: 0, HOLD: 1 }])
    expect(await run('Projects')).toMatchObject([{ project: 'p', recommendation: 'HOLD' }])
    expect((await run('SHIP and HOLD by day')).at(-1)).toMatchObject({ SHIP: 0, HOLD: 1 })
    expect(await run('Open defects by severity')).toMatchObject([{ severity: 'major', defects: 1 }])
    expect(await run('Holds in force')).toMatchObject([{ hold: 'H2', office: 'CQO', subject: 'p' }])
    expect(await run('Refused events that are open')).toMatchObject([{ reason: 'UNKNOWN_KIND', events: 1 }])
    expect((await run('Reasons for HOLD')).map(({ kind }) => kind)).toContain('HOLD_ORDER')
  })
})

describe('the dashboards on the metrics', () => {
  test('every metric that is named is in /metrics', async () => {
    const now = () => noon(TODAY)
    const app = createApp(
      composePorts({
        store,
        intake: await makeIntake(store, { now }),
        policies: shippedPolicies(),
        now,
        newId: () => 'id',
        logger: silent,
        allowedHosts: null,
        operations: { metrics: createMetrics({ process: true }) },
      }),
    )
    const known = new Set(
      [...(await (await app.request('/metrics')).text()).matchAll(/^# TYPE (\w+) (\w+)$/gm)].flatMap(
        ([, name = '', type]) =>
          type === 'histogram' ? [`${name}_bucket`, `${name}_sum`, `${name}_count`] : [name],
      ),
    )
    const named = targets.flatMap(({ expr }) => expr?.match(/\b(?:kanmon|nodejs|process)_\w+/g) ?? [])
    expect(named.length).toBeGreaterThan(15)
    expect(named.filter((name) => !known.has(name))).toEqual([])
  })
})

test('panels name data sources that are provisioned, and do not lie over each other', () => {
  const provisioned = z
    .object({ datasources: z.array(z.object({ uid: z.string() })) })
    .parse(parse(text('provisioning/datasources/kanmon.yaml')))
    .datasources.map(({ uid }) => uid)
  expect(targets.filter(({ datasource }) => !provisioned.includes(datasource.uid))).toEqual([])
  for (const { name, panels } of dashboards) {
    const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, i) => `${x + (i % w)} ${y + Math.floor(i / w)}`),
    )
    expect(new Set(cells).size, name).toBe(cells.length)
    expect(new Set(panels.map(({ id }) => id)).size, name).toBe(panels.length)
  }
})
