import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import * as zlib from 'node:zlib'

/** Turns the packed records of a batch into plain ones. */
export type Unpack = (packed: Buffer) => Promise<Uint8Array>
export type CodecName = 'gzip' | 'snappy' | 'lz4' | 'zstd'

/** The package of a codec is not there or not built for this machine: a fault of ours, not of what was sent. */
export class CodecMissing extends Error {
  readonly code = 'CODEC_MISSING'
  /** kafkajs asks: trying again does not help. */
  readonly retriable = false
  constructor(codec: CodecName, cause: unknown) {
    super(`the topic holds messages packed with ${codec}, and its package cannot be loaded`, { cause })
    this.name = 'CodecMissing'
  }
}

const unzip = promisify(gunzip)

/** Every codec that Kafka has. Each package is loaded when its first message comes. */
export const unpackers: Readonly<Record<CodecName, Unpack>> = {
  gzip: (packed) => unzip(packed),
  snappy: async (packed) => {
    const { uncompress } = await load('snappy', () => import('snappy'))
    const parts = xerialBlocks(packed) ?? [packed]
    const plain = await Promise.all(parts.map((part) => uncompress(part, { asBuffer: true })))
    return Buffer.concat(plain.map((part) => Buffer.from(part as Buffer)))
  },
  lz4: async (packed) => {
    const { decompressFrame } = await load('lz4', () => import('lz4-napi'))
    return decompressFrame(packed)
  },
  zstd: async (packed) => {
    const own = ownZstd()
    if (own !== null) return own(packed)
    const { decompress } = await load('zstd', () => import('fzstd'))
    return decompress(packed)
  },
}

async function load<T>(codec: CodecName, bring: () => Promise<T>): Promise<T> {
  try {
    return await bring()
  } catch (cause) {
    throw new CodecMissing(codec, cause)
  }
}

/** Node's own from 22.15 on; the types are of the oldest Node that kanmon runs on. */
function ownZstd(): Unpack | null {
  if (!('zstdDecompress' in zlib) || typeof zlib.zstdDecompress !== 'function') return null
  return promisify(zlib.zstdDecompress as typeof gunzip)
}

const XERIAL = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0])
const XERIAL_HEADER_BYTES = XERIAL.length + 8

/** The blocks of the framing that Java's snappy writes, or null for bare snappy. */
function xerialBlocks(packed: Buffer): Buffer[] | null {
  if (!packed.subarray(0, XERIAL.length).equals(XERIAL)) return null
  const blocks: Buffer[] = []
  for (let at = XERIAL_HEADER_BYTES; at < packed.length;) {
    const length = packed.readInt32BE(at)
    if (length < 0 || at + 4 + length > packed.length) throw new RangeError('a snappy block breaks off')
    blocks.push(packed.subarray(at + 4, at + 4 + length))
    at += 4 + length
  }
  return blocks
}
