const PASSING = new Set('3 107 159 164 202 203 209 210 236 241 242 243 252 285 319 394 425 999'.split(' '))
const BAD_DATA = new Set('6 26 27 38 41 53 69 70 72 117 131 321 349 376 691'.split(' '))
const NETWORK = new Set('ECONNRESET ECONNREFUSED EPIPE ETIMEDOUT EAI_AGAIN ENOTFOUND'.split(' '))
const UNCERTAIN = new Set('159 209 210 319 425 999'.split(' '))

export type FailureClass = 'retry' | 'reject' | 'stop'

/**
 * What to do with a failed insert. Only what is known to pass is retried, only what is known to be the
 * data's fault is rejected; anything else stops, so that nothing is dropped.
 */
export function classify(error: unknown): FailureClass {
  const code = codeOf(error)
  if (PASSING.has(code) || NETWORK.has(code)) return 'retry'
  if (BAD_DATA.has(code)) return 'reject'
  return isTimeout(error) ? 'retry' : 'stop'
}

/** Whether the rows may have been written, or may still be, although the insert failed. */
export function isUncertain(error: unknown): boolean {
  const code = codeOf(error)
  return UNCERTAIN.has(code) || !/^\d+$/.test(code)
}

/** By code and not by class: the embedded engine's ClickHouseError comes from another copy of the client. */
export function codeOf(error: unknown): string {
  if (!(error instanceof Error) || !('code' in error)) return 'unknown'
  return typeof error.code === 'string' || typeof error.code === 'number' ? String(error.code) : 'unknown'
}

const isTimeout = (error: unknown) => error instanceof Error && error.message === 'Timeout error.'
