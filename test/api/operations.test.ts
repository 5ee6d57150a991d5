import { beforeAll, describe, expect, test } from 'vitest'
import { createApp } from '../../api/app.ts'
import type { ConsumerStatus } from '../../api/compose/consumer.ts'
import { createHealth, type HealthPorts } from '../../api/compose/health.ts'
import { composePorts } from '../../api/compose/ports.ts'
import { countingLogger, intakeObserver } from '../../api/metrics/intake-observer.ts'
import { codeLabel, createMetrics } from '../../api/metrics/metrics.ts'
import { observedStore } from '../../api/metrics/observed-store.ts'
import { noTracer } from '../../api/telemetry.ts'
import { readEnvironment } from '../../schemas/config.ts'
import type { Store } from '../../store/store.ts'
import { asEvent } from '../helpers/api.ts'
import { shippedPolicies } from '../helpers/assessing.ts'
import { makeEvent } from '../helpers/events.ts'
import { makeIntake, silent } from '../helpers/intake.ts'
import { noon, shippingFacts, TODAY } from '../helpers/project-facts.ts'
import { openTestStore } from '../helpers/store.ts'

describe('health', () => {
  const MINUTE = 60_000
  const ports: HealthPorts = {
    now: () => 10 * MINUTE,
    ping: () => Promise.resolve(true),
    isStopping: () => false,
    lastTurnAt: () => 10 * MINUTE - 1000,
    consumer: () => null,
  }
  const consumer = (status: Partial<ConsumerStatus>) => () => ({
    state: 'consuming',
    isRunning: true,
    lastTurnAt: 10 * MINUTE,
    partitions: null,
    lag: null,
    ...status,
  })
  const bad = ({ checks }: { checks: readonly { name: string; ok: boolean }[] }) =>
    checks.filter(({ ok }) => !ok).map(({ name }) => name)

  test('live as long as every loop turned within a minute', () => {
    expect(
      createHealth(ports)
        .live()
        .checks.map(({ name }) => name),
    ).toEqual(['event-loop'])
    expect(createHealth({ ...ports, consumer: consumer({}) }).live().ok).toBe(true)
    expect(bad(createHealth({ ...ports, lastTurnAt: () => 9 * MINUTE }).live())).toEqual(['event-loop'])
    expect(bad(createHealth({ ...ports, consumer: consumer({ lastTurnAt: 0 }) }).live())).toEqual([
      'consumer-loop',
    ])
  })

  test('a consumer that gave up does not make the process restart', () => {
    const health = createHealth({ ...ports, consumer: consumer({ isRunning: false, lastTurnAt: 0 }) })
    expect(health.live().ok).toBe(true)
  })

  test('ready while the store answers, nothing shuts down, and the consumer has joined', async () => {
    expect((await createHealth(ports).ready()).checks.map(({ name }) => name)).toEqual(['running', 'store'])
    const not = async (changes: Partial<HealthPorts>) =>
      bad(await createHealth({ ...ports, ...changes }).ready())
    expect(await not({ isStopping: () => true })).toEqual(['running'])
    expect(await not({ ping: () => Promise.resolve(false) })).toEqual(['store'])
    expect(await not({ ping: () => Promise.reject(new Error('gone')) })).toEqual(['store'])
    expect(await not({ consumer: consumer({}) })).toEqual(['consumer'])
    expect(await not({ consumer: consumer({ partitions: [0, 1] }) })).toEqual([])
    expect(await not({ consumer: consumer({ lag: new Map([[0, 5]]) }) })).toEqual([])
  })

  test('a store that hangs is not ready when the time for it is over', async () => {
    const ping = () => new Promise<boolean>(() => undefined)
    const schedule = (_: number, action: () => void) => (action(), () => undefined)
    const report = await createHealth({ ...ports, ping, schedule }).ready()
    expect(report.checks[1]).toEqual({ name: 'store', ok: false, detail: 'no answer within 3 s' })
  })
})

describe('a running server', () => {
  let store: Store
  beforeAll(async () => {
    store = await openTestStore()
  })
  const policies = shippedPolicies()

  /** An API over the store with its metrics and its log. */
  async function open(operations: Parameters<typeof composePorts>[0]['operations'] = {}) {
    const metrics = createMetrics({ process: false })
    const log: Record<string, unknown>[] = []
    const note = (fields: Record<string, unknown>) => log.push(fields)
    const watched = observedStore(store, metrics, noTracer)
    const now = () => noon(TODAY)
    const intake = await makeIntake(watched, { now, observe: intakeObserver(metrics) })
    let serial = 0
    const ports = composePorts({
      store: watched,
      intake,
      policies,
      now,
      newId: () => `id-${(serial += 1)}`,
      logger: { ...silent, info: note, error: note },
      allowedHosts: null,
      operations: { metrics, ...operations },
    })
    const app = createApp(ports)
    const send = (events: readonly unknown[]) =>
      app.request('/v1/events', {
        method: 'POST',
        headers: { 'content-type': 'application/cloudevents-batch+json' },
        body: JSON.stringify(events),
      })
    const scrape = async () => (await app.request('/metrics')).text()
    return { app, ports, log, send, scrape }
  }

  test('/metrics counts events by kind and code, inserts, requests and verdicts', async () => {
    const consumer = () => ({
      state: 'consuming',
      isRunning: true,
      lastTurnAt: 0,
      partitions: [0],
      lag: new Map([[0, 12]]),
    })
    const { app, send, scrape } = await open({ consumer })
    const facts = shippingFacts().map(asEvent)
    await send(facts)
    await send([
      ...facts.slice(0, 2),
      { ...makeEvent('bad'), data: {} },
      makeEvent('odd', { type: 'dev.kanmon.made.up.v1' }),
    ])
    await app.request('/v1/projects/p/readiness')
    await app.request('/v1/projects/p/readiness?lang=ja')
    await app.request('/v1/nothing/secret-name')
    const text = await scrape()
    for (const line of [
      'kanmon_events_received_total{kind="defect.reported"} 5',
      'kanmon_events_stored_total{kind="tests.reported"} 2',
      'kanmon_events_duplicate_total{kind="project.declared"} 1',
      'kanmon_events_quarantined_total{kind="cost.booked",code="MISSING_FIELD"} 1',
      'kanmon_events_quarantined_total{kind="unknown",code="UNKNOWN_KIND"} 1',
      'kanmon_insert_rows_sum 14',
      'kanmon_insert_seconds_count{table="facts",outcome="stored"} 1',
      'kanmon_insert_seconds_count{table="quarantine",outcome="stored"} 1',
      'kanmon_verdicts_total{cache="miss"} 1',
      'kanmon_verdicts_total{cache="hit"} 1',
      'kanmon_verdict_seconds_count{question="current"} 2',
      'kanmon_http_request_seconds_count{method="POST",route="/v1/events",status="200"} 2',
      'kanmon_http_request_seconds_count{method="GET",route="/v1/projects/:project/readiness",status="200"} 2',
      'kanmon_http_request_seconds_count{method="GET",route="unmatched",status="404"} 1',
      'kanmon_consumer_lag{partition="0"} 12',
      'kanmon_consumer_state{state="consuming"} 1',
      'kanmon_intake_queue_rows 0',
      'kanmon_oldest_unacknowledged_seconds 0',
    ])
      expect(text).toContain(`\n${line}\n`)
    expect(text).not.toMatch(/secret-name|payroll|project="|\/v1\/projects\/p\//)
  })

  test('retries and failures are counted by the code in the log, whatever the code', async () => {
    const metrics = createMetrics({ process: false })
    const logger = countingLogger(silent, metrics)
    for (const code of ['252', '252', 'ECONNRESET', 'made up by a sender'])
      logger.warn({ event: 'intake.retry', code, attempt: 1 })
    logger.error({ event: 'intake.failed', code: '60' })
    logger.warn({ event: 'another', code: '1' })
    const text = await metrics.text()
    for (const line of [
      'retries_total{code="252"} 2',
      'retries_total{code="other"} 1',
      'failures_total{code="60"} 1',
    ])
      expect(text).toContain(line)
    expect(text).not.toContain('code="1"')
    expect(codeLabel('x'.repeat(50))).toBe('other')
  })

  test('one log line a request, with the route and not the path; probes are quiet while they are well', async () => {
    const { app, log } = await open()
    await app.request('/v1/projects/some-name/readiness?gate=secret', {
      headers: { 'x-request-id': 'trace-1' },
    })
    await app.request('/healthz')
    expect(log).toEqual([
      {
        event: 'request.done',
        requestId: 'trace-1',
        method: 'GET',
        route: '/v1/projects/:project/readiness',
        status: 404,
        ms: expect.any(Number),
      },
    ])
  })

  test('a request id is taken when it is well-formed, else made; the problem tells it', async () => {
    const { app } = await open()
    const given = await app.request('/nothing', { headers: { 'x-request-id': 'a.b:c-1' } })
    expect(given.headers.get('x-request-id')).toBe('a.b:c-1')
    expect(await given.json()).toMatchObject({ instance: 'urn:kanmon:request:a.b:c-1' })
    const made = await app.request('/nothing', { headers: { 'x-request-id': 'no good "id"' } })
    expect(made.headers.get('x-request-id')).toMatch(/^id-\d+$/)
  })

  test('an unexpected error is logged under the id of its request', async () => {
    const { ports, log } = await open()
    const app = createApp({ ...ports, readWatermarks: () => Promise.reject(new Error('no')) })
    const { headers } = await app.request('/v1/projects')
    const requestId = headers.get('x-request-id')
    expect(log).toMatchObject([
      { event: 'request.failed', requestId },
      { event: 'request.done', requestId, status: 500 },
    ])
  })

  test('every answer has security headers; the page of the description may run its own scripts', async () => {
    const { app } = await open()
    for (const path of ['/healthz', '/v1/projects', '/nothing']) {
      const { headers } = await app.request(path)
      expect(headers.get('x-content-type-options'), path).toBe('nosniff')
      expect(headers.get('x-frame-options'), path).toBe('DENY')
      expect(headers.get('content-security-policy'), path).toBe("default-src 'none'; frame-ancestors 'none'")
    }
    const page = (await app.request('/docs')).headers.get('content-security-policy')
    expect(page).toContain("script-src 'self';")
    expect(page).toContain("connect-src 'self';")
  })

  test('a role that a process does not have is not served', async () => {
    const asked = async (roles: ('api' | 'ingest')[]) => {
      const { app, send } = await open({ roles })
      return [
        (await send([])).status,
        (await app.request('/v1/projects')).status,
        (await app.request('/readyz')).status,
      ]
    }
    expect(await asked(['api'])).toEqual([404, 200, 200])
    expect(await asked(['ingest'])).toEqual([200, 404, 200])
  })

  test('roles come from the environment', () => {
    expect(readEnvironment({}).KANMON_ROLES).toEqual(['api', 'ingest'])
    expect(readEnvironment({ KANMON_ROLES: ' ingest ' }).KANMON_ROLES).toEqual(['ingest'])
    expect(() => readEnvironment({ KANMON_ROLES: 'api,web' })).toThrow(/KANMON_ROLES/)
  })
})
