import { hash } from 'node:crypto'
import { decimal128 } from './digest.ts'

/**
 * The first 128 bits of a text's sha256 as four whole numbers of 32 bits with sign: numbers lie in the object that has
 * them, while a text would be one or two objects more for each event that waits.
 */
export interface IdHash {
  readonly first: number
  readonly second: number
  readonly third: number
  readonly fourth: number
}

/** sha256 with a byte a character. */
export const rawHash = (text: string): string => hash('sha256', text, 'binary')

/** 32 bits of it, from a byte on. */
export const wordAt = (raw: string, start: number): number =>
  (raw.charCodeAt(start) << 24) |
  (raw.charCodeAt(start + 1) << 16) |
  (raw.charCodeAt(start + 2) << 8) |
  raw.charCodeAt(start + 3)

export const isSameId = (a: IdHash, b: IdHash): boolean =>
  a.first === b.first && a.second === b.second && a.third === b.third && a.fourth === b.fourth

/** In decimal, as the store's column `identity` has it. */
export function identityOf({ first, second, third, fourth }: IdHash): string {
  return decimal128([first, second, third, fourth].map(hexadecimal).join(''))
}

const hexadecimal = (word: number) => (word >>> 0).toString(16).padStart(8, '0')
