import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createApp } from '../../api/app.ts'
import { composePorts } from '../../api/compose/ports.ts'
import { createMetrics } from '../../api/metrics/metrics.ts'
import { observedStore } from '../../api/metrics/observed-store.ts'
import { startTelemetry } from '../../api/telemetry.ts'
import { shippedPolicies } from '../helpers/assessing.ts'
import { makeEvent, NOW } from '../helpers/events.ts'
import { makeIntake, silent } from '../helpers/intake.ts'
import { openTestStore } from '../helpers/store.ts'

interface Span {
  traceId: string
  spanId: string
  parentSpanId?: string
  name: string
  kind: number
  attributes: { key: string; value: { stringValue?: string; intValue?: number } }[]
}

/** A collector of OTLP over HTTP that remembers the spans it was sent. */
const spans: Span[] = []
const collector = createServer((incoming: IncomingMessage, outgoing) => {
  void text(incoming).then((body) => {
    const sent = JSON.parse(body) as { resourceSpans: { scopeSpans: { spans: Span[] }[] }[] }
    spans.push(...sent.resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans)))
    outgoing.end('{}')
  })
})
beforeAll(async () => {
  collector.listen(0, '127.0.0.1')
  await once(collector, 'listening')
})
afterAll(() => void collector.close())

test('a span for each request under its caller’s trace, for each insert, and for each judgement below its request', async () => {
  const { port } = collector.address() as AddressInfo
  const { tracer, stop } = await startTelemetry({ endpoint: `http://127.0.0.1:${port}/`, service: 'kanmon' })
  const store = observedStore(await openTestStore(), createMetrics({ process: false }), tracer)
  const ports = composePorts({
    store,
    intake: await makeIntake(store),
    policies: shippedPolicies(),
    now: () => NOW,
    newId: () => 'x',
    logger: silent,
    allowedHosts: null,
    operations: { tracer },
  })
  const app = createApp(ports)
  const traceId = '0af7651916cd43dd8448eb211c80319c'
  await app.request('/v1/events', {
    method: 'POST',
    headers: {
      'content-type': 'application/cloudevents+json',
      traceparent: `00-${traceId}-b7ad6b7169203331-01`,
    },
    body: JSON.stringify(makeEvent('traced')),
  })
  await app.request('/v1/projects/payroll/readiness')
  await stop()

  const named = (name: string) => spans.find((span) => span.name === name)!
  expect(named('POST /v1/events')).toMatchObject({ traceId, parentSpanId: 'b7ad6b7169203331', kind: 2 })
  expect(named('insert facts').parentSpanId).toBeUndefined()
  const question = named('GET /v1/projects/:project/readiness')
  expect(question.traceId).not.toBe(traceId)
  expect(named('assess')).toMatchObject({ traceId: question.traceId, parentSpanId: question.spanId })
  expect(JSON.stringify(spans)).not.toContain('payroll')
})

test('a collector that is away fails nothing', async () => {
  const { tracer, stop } = await startTelemetry({ endpoint: 'http://127.0.0.1:9', service: 'kanmon' })
  const failed = tracer.run('work', {}, () => Promise.reject(new Error('its own')))
  await expect(failed).rejects.toThrow('its own')
  await stop()
})
