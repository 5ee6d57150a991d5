import type { Store } from '../../store/store.ts'
import type { Tracer } from '../telemetry.ts'
import type { Metrics } from './metrics.ts'

const INSERT = /^\s*INSERT INTO \w+\.(facts|quarantine|quarantine_resolutions|verdicts)\b/

/** A store whose inserts are timed and traced. An insert stands for many requests, so its span has no parent. */
export function observedStore<S extends Store>(
  store: S,
  metrics: Pick<Metrics, 'insertSeconds'>,
  tracer: Tracer,
): S {
  const exec: Store['write']['exec'] = (parameters) => {
    const table = INSERT.exec(parameters.query)?.[1]
    if (table === undefined) return store.write.exec(parameters)
    const end = metrics.insertSeconds.startTimer({ table })
    return tracer.run(`insert ${table}`, { kind: 'client', isRoot: true }, async () => {
      try {
        const result = await store.write.exec(parameters)
        end({ outcome: 'stored' })
        return result
      } catch (error) {
        end({ outcome: 'failed' })
        throw error
      }
    })
  }
  // The other methods live on the client's prototype and need it as their `this`.
  const write = new Proxy(store.write, {
    get: (target, name) => {
      if (name === 'exec') return exec
      const value: unknown = Reflect.get(target, name, target)
      return typeof value === 'function' ? (value.bind(target) as unknown) : value
    },
  })
  return { ...store, write }
}
