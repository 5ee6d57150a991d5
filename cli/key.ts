import type { Command } from 'commander'
import type { Terminal } from './terminal.ts'

/** The variable with the caller's API key or token. */
export const KEY_VARIABLE = 'KANMON_API_KEY'

/**
 * The terminal with the key of the variable that `--key` names, in place of KANMON_API_KEY. The option names a
 * variable and not the key: what is typed as an argument can be read by everybody on the machine.
 */
export function withKeyOption(terminal: Terminal, program: Command): Terminal {
  program.option('--key <variable>', 'environment variable with the API key or token', KEY_VARIABLE)
  return {
    ...terminal,
    get environment() {
      const { key = KEY_VARIABLE } = program.opts<{ key?: string }>()
      return { ...terminal.environment, [KEY_VARIABLE]: terminal.environment[key] }
    },
  }
}

/** A request with the caller's key, where there is one. It is never printed and, by `redirect: error`, never passed on. */
export function withKey(terminal: Pick<Terminal, 'environment'>, init: RequestInit = {}): RequestInit {
  const key = terminal.environment[KEY_VARIABLE]?.trim() ?? ''
  if (key === '') return init
  if (!/^[\x21-\x7e]+$/.test(key)) throw new Error('the API key has characters that no key has')
  const headers = new Headers(init.headers)
  headers.set('authorization', `Bearer ${key}`)
  return { ...init, headers }
}
