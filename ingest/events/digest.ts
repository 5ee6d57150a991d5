import { hash } from 'node:crypto'

/** JSON text that is the same for equal values, whatever the order of their keys. The depth must have been checked. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const fields = value as Record<string, unknown>
  const parts = Object.keys(fields)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonicalJson(fields[key])}`)
  return `{${parts.join(',')}}`
}

/** The first 128 bits of the text's sha256, in hexadecimal. */
export function hash128(text: string): string {
  return hash('sha256', text, 'hex').slice(0, 32)
}

/** 128 bits in hexadecimal, in decimal as the store's UInt128 takes them. */
export function decimal128(hexadecimal: string): string {
  return BigInt(`0x${hexadecimal}`).toString()
}

/** The first 128 bits of the text's sha256, in decimal. */
export function digest128(text: string): string {
  return decimal128(hash128(text))
}
