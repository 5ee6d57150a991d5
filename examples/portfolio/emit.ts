import { TYPE_PREFIX } from '../../schemas/envelope.ts'
import { type DataOf, type FactKind, kinds } from '../../schemas/facts/index.ts'
import type { Clock } from './days.ts'
import type { CloudEvent } from './types.ts'

/** Makes one event. `key` is the fact's place in the project: the id is stable from run to run. */
export type Emit = <K extends FactKind>(kind: K, key: string, instant: number, data: DataOf<K>) => CloudEvent

export function emitter(project: string, clock: Clock): Emit {
  return function emit(kind, key, instant, data) {
    return {
      specversion: '1.0',
      type: `${TYPE_PREFIX}${kind}.v${kinds[kind].version}`,
      source: `urn:kanmon:example:${project}`,
      id: `${project}/${kind}${key === '' ? '' : `/${key}`}`,
      subject: project,
      time: clock.text(instant),
      datacontenttype: 'application/json',
      data: { ...data },
    }
  }
}
