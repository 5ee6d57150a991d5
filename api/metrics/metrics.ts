import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'
import { factKinds } from '../../schemas/facts/index.ts'

/** What is measured. Labels take values of closed lists only: no project, no id, nothing of a row's contents. */
export type Metrics = ReturnType<typeof createMetrics>

const FAST = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60]
const ROWS = [1, 5, 10, 50, 100, 500, 1000, 2500, 5000]

const kinds: ReadonlySet<string> = new Set(factKinds)

/** A kind as a label; what a sender made up is `unknown`. */
export const kindLabel = (kind: string | null): string =>
  kind !== null && kinds.has(kind) ? kind : 'unknown'

/** A store's or a connection's error code as a label. */
export const codeLabel = (code: unknown): string =>
  typeof code === 'string' && /^(?:\d{1,4}|E[A-Z_]{2,20})$/.test(code) ? code : 'other'

/** Every metric on a registry of its own. With `process`, those of the process too (memory, CPU, event loop, GC). */
export function createMetrics(options: { readonly process: boolean }) {
  const registry = new Registry()
  const registers = [registry]
  if (options.process) collectDefaultMetrics({ register: registry })

  const counter = <L extends string>(name: string, help: string, labelNames: readonly L[]) =>
    new Counter({ name: `kanmon_${name}`, help, labelNames, registers })
  const histogram = <L extends string>(
    name: string,
    help: string,
    labelNames: readonly L[],
    buckets: number[] = FAST,
  ) => new Histogram({ name: `kanmon_${name}`, help, labelNames, buckets, registers })

  return {
    received: counter('events_received_total', 'Events given to the store in blocks, valid or not.', [
      'kind',
    ]),
    stored: counter('events_stored_total', 'Events stored as facts for the first time.', ['kind']),
    duplicates: counter('events_duplicate_total', 'Events that were stored before.', ['kind']),
    quarantined: counter('events_quarantined_total', 'Events refused, by the reason.', ['kind', 'code']),
    insertRows: histogram('insert_rows', 'Facts in one insert.', [], ROWS),
    insertSeconds: histogram('insert_seconds', 'Time of one insert.', ['table', 'outcome']),
    retries: counter('store_retries_total', 'Statements tried again, by the error code.', ['code']),
    failures: counter('intake_failures_total', 'Blocks given up, by the error code.', ['code']),
    refusedDeliveries: counter('deliveries_refused_total', 'Deliveries answered with 429 or 503.', ['code']),
    verdictSeconds: histogram('verdict_seconds', 'Time of one question for verdicts.', ['question']),
    verdicts: counter('verdicts_total', 'Current verdicts given, from the cache or computed.', ['cache']),
    notificationDeliveries: counter(
      'notification_deliveries_total',
      'Attempts to deliver a notification, by what came of them.',
      ['outcome'],
    ),
    httpSeconds: histogram('http_request_seconds', 'Time until a request was answered.', [
      'method',
      'route',
      'status',
    ]),

    /** A gauge that is read when it is asked for; null = there is nothing to tell. */
    observe: (name: string, help: string, read: () => number | null) => {
      new Gauge({
        name: `kanmon_${name}`,
        help,
        registers,
        collect() {
          const value = read()
          if (value === null) this.reset()
          else this.set(value)
        },
      })
    },

    /** The same with one label. */
    observeEach: (
      name: string,
      help: string,
      label: string,
      read: () => Iterable<[string | number, number]>,
    ) => {
      new Gauge({
        name: `kanmon_${name}`,
        help,
        labelNames: [label],
        registers,
        collect() {
          this.reset()
          for (const [key, value] of read()) this.set({ [label]: String(key) }, value)
        },
      })
    },

    contentType: registry.contentType,
    text: () => registry.metrics(),
  }
}
