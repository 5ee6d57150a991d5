import { createHash } from 'node:crypto'
import type { Refusal } from '../../schemas/refusals.ts'
import type { Store } from '../store.ts'
import { storeTime } from '../time.ts'
import { writeBatch } from '../write-batch.ts'

/** What became of a refused event that was read again: a fact now (`refusal` null), or refused for another reason. */
export interface Resolution {
  readonly entry: string
  readonly resolvedAt: number
  readonly refusal: Refusal | null
}

/** Keeps what became of entries; returns once it is stored. Nothing is changed: the newest row of an entry counts. */
export function appendResolutions(store: Store, resolutions: readonly Resolution[]): Promise<void> {
  const lines = resolutions.map(toLine)
  const token = `resolutions:${createHash('sha256').update(lines.join('\n')).digest('hex')}`
  return writeBatch(store, { table: 'quarantine_resolutions', token, lines })
}

function toLine({ entry, resolvedAt, refusal }: Resolution): string {
  return JSON.stringify({
    entry,
    resolved_at: storeTime(resolvedAt),
    outcome: refusal === null ? 'replayed' : 'refused',
    code: refusal?.code ?? '',
    field: refusal?.field ?? '',
    message: refusal?.message ?? '',
  })
}
