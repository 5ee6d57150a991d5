import type { FactKind } from '../../schemas/facts/index.ts'
import { STORE_TIME_BYTES, writeStoreTime } from '../../store/time.ts'

/** The columns of a new row in the order of `WRITTEN_FACT_COLUMNS`, but for the digest and `received_at`, which ends it. */
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

/** From the end of a row to the start of its instant of receipt: that and a line feed. */
export const RECEIPT_FROM_END = STORE_TIME_BYTES + 1

const TAB = 0x09
const NEWLINE = 0x0a
const BACKSLASH = 0x5c
const [ZERO, ONE] = [0x30, 0x31]
const SEPARATORS = 10

/** A bound of the bytes that `writeFactRow` writes. */
export function mostRowBytes(columns: FactColumns, digest: string): number {
  const { project, kind, key, source, id, payload } = columns
  // Three bytes a character at most, or two for an escaped one.
  const texts = project.length + kind.length + key.length + source.length + id.length + payload.length
  return 3 * (texts + digest.length) + 2 * STORE_TIME_BYTES + SEPARATORS + 1
}

/**
 * Writes the columns as a line of tabbed text with room for the instant of receipt, which is known only when it is stored,
 * and returns where it ends. An empty digest is computed by the store from the other columns.
 */
export function writeFactRow(bytes: Buffer, start: number, columns: FactColumns, digest: string): number {
  let at = writeText(bytes, start, columns.project)
  bytes[at++] = TAB
  at = writeText(bytes, at, columns.kind)
  bytes[at++] = TAB
  at = writeText(bytes, at, columns.key)
  bytes[at++] = TAB
  writeStoreTime(bytes, at, columns.occurredAt)
  at += STORE_TIME_BYTES
  bytes[at++] = TAB
  at = writeText(bytes, at, columns.source)
  bytes[at++] = TAB
  at = writeText(bytes, at, columns.id)
  bytes[at++] = TAB
  at = writeText(bytes, at, digest)
  bytes[at++] = TAB
  at = writeLongText(bytes, at, columns.payload)
  bytes[at++] = TAB
  bytes[at++] = columns.retracted ? ONE : ZERO
  bytes[at++] = TAB
  bytes.fill(BLANK, at, at + STORE_TIME_BYTES)
  at += STORE_TIME_BYTES
  bytes[at++] = NEWLINE
  return at
}

const BLANK = 0x20

/** Letter by letter, which for short texts is faster than a call; it makes no garbage either. */
function writeText(bytes: Buffer, start: number, text: string): number {
  let at = start
  for (let place = 0; place < text.length; place++) {
    const code = text.charCodeAt(place)
    if (code >= 0x80) return writeLongText(bytes, start, text)
    if (code === BACKSLASH) bytes[at++] = BACKSLASH
    bytes[at++] = code
  }
  return at
}

const writeLongText = (bytes: Buffer, at: number, text: string) => at + bytes.write(escaped(text), at)

/** Only backslashes are to be escaped: no text of a fact has control characters, and JSON has them escaped already. */
function escaped(text: string): string {
  return text.includes('\\') ? text.replaceAll('\\', '\\\\') : text
}

/** What `writeFactRow` was given. */
export function readFactRow(row: string): FactColumns & { readonly digest: string } {
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

function unescaped(text: string): string {
  return text.includes('\\') ? text.replaceAll('\\\\', '\\') : text
}
