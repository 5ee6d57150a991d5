import { AsyncLocalStorage } from 'node:async_hooks'
import { setTimeout } from 'node:timers/promises'

type Attributes = Readonly<Record<string, string | number | boolean>>

/** The span that work runs in. */
export interface ActiveSpan {
  rename(name: string): void
  set(attributes: Attributes): void
  fail(): void
}

export interface SpanOptions {
  readonly kind?: 'server' | 'client' | 'internal'
  readonly attributes?: Attributes
  /** The caller's trace, as its headers `traceparent` and `tracestate` tell it. */
  readonly traceparent?: string | undefined
  readonly tracestate?: string | undefined
  /** Begins a trace of its own, whatever it was called from. */
  readonly isRoot?: boolean
}

export interface Tracer {
  run<T>(name: string, options: SpanOptions, work: (span: ActiveSpan) => Promise<T>): Promise<T>
}

export interface Telemetry {
  readonly tracer: Tracer
  /** Sends what is left. It never throws: traces are not worth a failed shutdown. */
  readonly stop: () => Promise<void>
}

const STOP_MILLISECONDS = 1000

const noSpan: ActiveSpan = { rename: () => undefined, set: () => undefined, fail: () => undefined }

/** Runs work without tracing it. */
export const noTracer: Tracer = { run: (_name, _options, work) => work(noSpan) }
export const noTelemetry: Telemetry = { tracer: noTracer, stop: () => Promise.resolve() }

export interface TelemetryConfig {
  /** Where an OpenTelemetry collector takes OTLP over HTTP, such as http://127.0.0.1:4318. */
  readonly endpoint: string
  readonly service: string
}

async function loadPackages() {
  try {
    const [api, sdk, resources, core, exporter] = await Promise.all([
      import('@opentelemetry/api'),
      import('@opentelemetry/sdk-trace-base'),
      import('@opentelemetry/resources'),
      import('@opentelemetry/core'),
      import('@opentelemetry/exporter-trace-otlp-http'),
    ])
    return { api, sdk, resources, core, exporter }
  } catch (cause) {
    throw new Error(
      'OTEL_EXPORTER_OTLP_ENDPOINT is set, but the optional OpenTelemetry packages are not installed: install them, or unset it',
      { cause },
    )
  }
}

/** Sends traces to a collector. Its packages are loaded here, so that nothing of them is without an endpoint. */
export async function startTelemetry({ endpoint, service }: TelemetryConfig): Promise<Telemetry> {
  const { api, sdk, resources, core, exporter } = await loadPackages()
  const url = `${endpoint.replace(/\/$/, '')}/v1/traces`
  const provider = new sdk.BasicTracerProvider({
    resource: resources.resourceFromAttributes({ 'service.name': service }),
    spanProcessors: [new sdk.BatchSpanProcessor(new exporter.OTLPTraceExporter({ url }))],
  })
  const tracer = provider.getTracer('kanmon')
  const propagator = new core.W3CTraceContextPropagator()
  // Not the API's global context: nothing here is shared beyond this one telemetry.
  const active = new AsyncLocalStorage<typeof api.ROOT_CONTEXT>()
  const kinds = {
    server: api.SpanKind.SERVER,
    client: api.SpanKind.CLIENT,
    internal: api.SpanKind.INTERNAL,
  } as const

  function parentOf({ traceparent, tracestate, isRoot }: SpanOptions): typeof api.ROOT_CONTEXT {
    if (isRoot === true) return api.ROOT_CONTEXT
    if (traceparent === undefined) return active.getStore() ?? api.ROOT_CONTEXT
    const carrier = { traceparent, ...(tracestate !== undefined && { tracestate }) }
    return propagator.extract(api.ROOT_CONTEXT, carrier, api.defaultTextMapGetter)
  }

  return {
    tracer: {
      run: async (name, options, work) => {
        const parent = parentOf(options)
        const kind = kinds[options.kind ?? 'internal']
        const span = tracer.startSpan(name, { kind, attributes: { ...options.attributes } }, parent)
        const fail = () => void span.setStatus({ code: api.SpanStatusCode.ERROR })
        try {
          return await active.run(api.trace.setSpan(parent, span), () =>
            work({
              rename: (text) => void span.updateName(text),
              set: (attributes) => void span.setAttributes(attributes),
              fail,
            }),
          )
        } catch (error) {
          fail()
          throw error
        } finally {
          span.end()
        }
      },
    },
    stop: async () => {
      const sent = provider.shutdown().catch(() => undefined)
      // A collector that is away is tried again for longer than a shutdown may take.
      await Promise.race([sent, setTimeout(STOP_MILLISECONDS, undefined, { ref: false })])
    },
  }
}
