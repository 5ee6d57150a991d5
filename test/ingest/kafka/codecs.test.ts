import { gzipSync } from 'node:zlib'
import { compressFrameSync } from 'lz4-napi'
import { compressSync } from 'snappy'
import { expect, test } from 'vitest'
import { unpackers } from '../../../ingest/kafka/codecs.ts'
import { standIns, undecodable } from '../../../ingest/kafka/undecodable.ts'

const plain = Buffer.from('{"id":"e-1","data":"品質"}\n'.repeat(5000))

test('each codec gives back what was packed', async () => {
  expect(Buffer.from(await unpackers.gzip(gzipSync(plain)))).toEqual(plain)
  expect(Buffer.from(await unpackers.lz4(compressFrameSync(plain)))).toEqual(plain)
  expect(Buffer.from(await unpackers.snappy(compressSync(plain)))).toEqual(plain)
})

test("the framing of Java's snappy is read, and a block that breaks off is an error", async () => {
  const blocks = [plain.subarray(0, 32_768), plain.subarray(32_768)].map((part) => {
    const packed = compressSync(part)
    const length = Buffer.alloc(4)
    length.writeInt32BE(packed.length)
    return Buffer.concat([length, packed])
  })
  const magic = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0, 0, 0, 0, 1, 0, 0, 0, 1])
  const framed = Buffer.concat([magic, ...blocks])
  expect(Buffer.from(await unpackers.snappy(framed))).toEqual(plain)
  await expect(unpackers.snappy(framed.subarray(0, -1))).rejects.toThrow('breaks off')
})

test('a frame of zstd without a size of its content is read', async () => {
  // printf 'kanmon kanmon kanmon' | zstd -c
  const packed = Buffer.from('28b52ffd04586d0000386b616e6d6f6e2001003a8a110ad3c9bc', 'hex')
  expect(Buffer.from(await unpackers.zstd(packed)).toString()).toBe('kanmon kanmon kanmon')
})

/** The header of a record batch as a broker sends it, right before its packed records. */
function batchOf(packed: Buffer, count: number, lastDelta: number): Buffer {
  const whole = Buffer.alloc(61 + packed.length)
  whole.writeBigInt64BE(700n, 0)
  whole.writeInt32BE(49 + packed.length, 8)
  whole.writeInt8(2, 16)
  whole.writeInt32BE(lastDelta, 23)
  whole.writeInt32BE(count, 57)
  packed.copy(whole, 61)
  return whole.subarray(61)
}

test('stand-ins are as many as the batch says; without its header there are none', () => {
  const packed = Buffer.from('cannot be unpacked')
  expect(standIns(batchOf(packed, 3, 2), 'why')).toBeInstanceOf(Buffer)
  expect(standIns(batchOf(packed, 3, 1), 'why')).toBeNull()
  expect(standIns(batchOf(packed, 0, 0), 'why')).toBeNull()
  expect(standIns(Buffer.from(packed), 'why')).toBeNull()
})

test('no header of a sender makes a message a stand-in', () => {
  expect(undecodable(undefined)).toBeNull()
  expect(undecodable({ 'kanmon-undecodable': Buffer.from('x') })).toBeNull()
})
