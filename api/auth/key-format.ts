import { createHash, timingSafeEqual } from 'node:crypto'
import { crc32 } from 'node:zlib'

/** What every key begins with, so that people and secret scanners know one. */
export const KEY_PREFIX = 'kanmon_'
const SHAPE = /^kanmon_([0-9a-f]{16})_[0-9a-f]{64}_([0-9a-f]{8})$/

const checksum = (text: string) => crc32(text).toString(16).padStart(8, '0')

/** A new key: a public id of 64 bits, a secret of 256 bits, a checksum that tells a mistyped key without a look-up. */
export function makeKey(randomBytes: (size: number) => Buffer, id = randomBytes(8).toString('hex')) {
  const body = `${KEY_PREFIX}${id}_${randomBytes(32).toString('hex')}`
  return { id, key: `${body}_${checksum(body)}` }
}

/** The id of a well-formed key; null for anything else. */
export function keyIdOf(text: string): string | null {
  const found = SHAPE.exec(text)
  if (found === null) return null
  const [, id, sum] = found
  return checksum(text.slice(0, -9)) === sum ? (id ?? null) : null
}

/** SHA-256 in hexadecimal digits. Enough for a secret of 256 random bits, which no table of guesses holds. */
export const hashOf = (secret: string) => createHash('sha256').update(secret).digest('hex')

/** Whether a secret has this hash, in a time that does not depend on where they differ. */
export function matchesHash(secret: string, hash: string): boolean {
  const given = Buffer.from(hashOf(secret), 'hex')
  const wanted = Buffer.from(hash, 'hex')
  return given.length === wanted.length && timingSafeEqual(given, wanted)
}
