import type { Store } from '../../store/store.ts'
import type { Tracer } from '../telemetry.ts'
import type { Metrics } from './metrics.ts'

const INSERT =
  /^\s*INSERT INTO \w+\.(facts|quarantine|quarantine_resolutions|verdicts|notifications|notification_deliveries)\b/

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
  return withExec(store, exec)
}

/** A store that writes by another `exec`. The client's other methods live on its prototype and need it as their `this`. */
export function withExec<S extends Store>(store: S, exec: Store['write']['exec']): S {
  const write = new Proxy(store.write, {
    get: (target, name) => {
      if (name === 'exec') return exec
      const value: unknown = Reflect.get(target, name, target)
      return typeof value === 'function' ? (value.bind(target) as unknown) : value
    },
  })
  return { ...store, write }
}
