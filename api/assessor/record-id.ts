import { digestOf } from './digest.ts'

/** What a verdict's id is made of. Instants are milliseconds. */
export interface Identified {
  readonly digest: string
  readonly live: boolean
  readonly supersedes: string | null
  readonly at: number
  readonly asOf: number
}

/** The id that a record must have: decision 0003. */
export function recordId({ digest, live, supersedes, at, asOf }: Identified): string {
  return live ? digestOf(digest, supersedes ?? '') : digestOf(digest, String(at), String(asOf))
}
