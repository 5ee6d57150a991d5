import { createHash } from 'node:crypto'

/** SHA-256 in hexadecimal of texts, unambiguously separated. */
export function digestOf(...texts: readonly string[]): string {
  const hash = createHash('sha256')
  for (const text of texts) hash.update(`${Buffer.byteLength(text)}:`).update(text)
  return hash.digest('hex')
}
