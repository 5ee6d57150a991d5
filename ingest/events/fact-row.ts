import type { FactKind } from '../../schemas/facts/index.ts'
import { storeTime } from '../../store/time.ts'

/** The columns of a new row in the order of `WRITTEN_FACT_COLUMNS`, but for `received_at`, which ends it. */
export interface FactColumns {
  readonly project: string
  readonly kind: FactKind
  readonly key: string
  /** Milliseconds. */
  readonly occurredAt: number
  readonly source: string
  readonly id: string
  readonly payload: string
  readonly retracted: boolean
}

/** The columns as tabbed text. An empty digest is computed by the store from the other columns. */
export function toFactRow(columns: FactColumns, digest: string): string {
  // Joined and not concatenated: it is kept until its block is stored, and concatenation leaves a tree of pieces.
  return [
    escaped(columns.project),
    columns.kind,
    columns.key,
    storeTime(columns.occurredAt),
    escaped(columns.source),
    escaped(columns.id),
    digest,
    escaped(columns.payload),
    columns.retracted ? '1' : '0',
  ].join('\t')
}

/** What `toFactRow` was given. */
export function fromFactRow(row: string): FactColumns & { readonly digest: string } {
  const [
    project = '',
    kind,
    key = '',
    occurredAt = '',
    source = '',
    id = '',
    digest = '',
    payload = '',
    retracted,
  ] = row.split('\t')
  return {
    project: unescaped(project),
    kind: kind as FactKind,
    key,
    occurredAt: Date.parse(`${occurredAt.replace(' ', 'T')}Z`),
    source: unescaped(source),
    id: unescaped(id),
    digest,
    payload: unescaped(payload),
    retracted: retracted === '1',
  }
}

/** Only backslashes are to be escaped: no text of a fact has control characters, and JSON has them escaped already. */
function escaped(text: string): string {
  return text.includes('\\') ? text.replaceAll('\\', '\\\\') : text
}

function unescaped(text: string): string {
  return text.includes('\\') ? text.replaceAll('\\\\', '\\') : text
}
