import type { FactKind } from '../../schemas/facts/index.ts'

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
    instantText(columns.occurredAt),
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

const DAY = 86_400_000
const days = new Map<number, string>()

/** As `storeTime`, but several times as fast: the date is worked out once for each day. */
function instantText(milliseconds: number): string {
  const day = Math.floor(milliseconds / DAY)
  let date = days.get(day)
  if (date === undefined) {
    if (days.size > 10_000) days.clear()
    date = new Date(day * DAY).toISOString().slice(0, 10)
    days.set(day, date)
  }
  const rest = milliseconds - day * DAY
  const hours = Math.floor(rest / 3_600_000)
  const minutes = Math.floor(rest / 60_000) % 60
  const seconds = Math.floor(rest / 1000) % 60
  return `${date} ${two(hours)}:${two(minutes)}:${two(seconds)}.${three(rest % 1000)}`
}

const two = (number: number) => (number < 10 ? `0${number}` : `${number}`)
const three = (number: number) => (number < 100 ? `0${two(number)}` : `${number}`)
