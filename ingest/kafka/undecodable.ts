import { randomBytes } from 'node:crypto'
import { MAX_RAW_BYTES } from '../candidate.ts'

/** Nobody outside this process can send it, so no message can pass itself off as a stand-in. */
const HEADER = `kanmon-undecodable-${randomBytes(12).toString('hex')}`

const BATCH_HEADER_BYTES = 61
const MAGIC = { at: 16, value: 2 }
const LENGTH = { at: 8, overhead: 49 }
const LAST_DELTA_AT = 23
const COUNT_AT = 57

/**
 * Plain records in place of ones that cannot be unpacked: as many, at the same offsets, each saying so in a header.
 * So the batch passes through the consumer as refused messages, and not as an error that stops it for ever.
 * kafkajs hands a codec the packed records as a view into the answer of the broker, where the batch's header stands
 * right before them; null when it does not.
 */
export function standIns(packed: Buffer, why: string): Buffer | null {
  const start = packed.byteOffset - BATCH_HEADER_BYTES
  if (start < 0) return null
  const header = Buffer.from(packed.buffer, start, BATCH_HEADER_BYTES)
  const count = header.readInt32BE(COUNT_AT)
  const lastDelta = header.readInt32BE(LAST_DELTA_AT)
  const isHeader =
    header.readInt8(MAGIC.at) === MAGIC.value &&
    header.readInt32BE(LENGTH.at) === LENGTH.overhead + packed.length &&
    count >= 1 &&
    lastDelta >= count - 1
  if (!isHeader) return null
  const told = `${header.readBigInt64BE(0)}: ${count} messages that cannot be unpacked: ${why}`
  const raw = packed.subarray(0, MAX_RAW_BYTES)
  return Buffer.concat(
    Array.from({ length: count }, (_, n) => {
      const delta = n === count - 1 ? lastDelta : n
      return record(delta, n === 0 ? raw : Buffer.alloc(0), told)
    }),
  )
}

/** What a stand-in says of its batch, the same text for each message of it; null for any real message. */
export function undecodable(headers: Readonly<Record<string, unknown>> | undefined): string | null {
  const told = headers?.[HEADER]
  return Buffer.isBuffer(told) ? told.toString('utf8') : null
}

function record(offsetDelta: number, value: Buffer, told: string): Buffer {
  const key = Buffer.from(HEADER)
  const text = Buffer.from(told)
  const body = Buffer.concat([
    Buffer.from([0, 0]),
    varint(offsetDelta),
    varint(-1),
    varint(value.length),
    value,
    varint(1),
    varint(key.length),
    key,
    varint(text.length),
    text,
  ])
  return Buffer.concat([varint(body.length), body])
}

/** Zigzag, then seven bits a byte. */
function varint(value: number): Buffer {
  const bytes: number[] = []
  let rest = ((value << 1) ^ (value >> 31)) >>> 0
  while (rest > 0x7f) {
    bytes.push((rest & 0x7f) | 0x80)
    rest >>>= 7
  }
  return Buffer.from([...bytes, rest])
}
