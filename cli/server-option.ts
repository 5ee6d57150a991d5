import type { Command } from 'commander'
import type { Terminal } from './terminal.ts'
import { wholeNumber } from './whole-number.ts'

/** Where `kanmon serve` listens when nothing else is said. */
export const DEFAULT_URL = 'http://127.0.0.1:8787'

/** Adds `--url`: the server that a command asks, KANMON_URL unless it is given. */
export function withServer(command: Command, { environment }: Pick<Terminal, 'environment'>): Command {
  return command.option('--url <url>', 'where kanmon serves', environment['KANMON_URL'] ?? DEFAULT_URL)
}

/** Adds `--attempts`: how often what a passing fault stopped is sent. */
export function withAttempts(command: Command): Command {
  return command.option('--attempts <n>', 'tries of one batch before giving up', wholeNumber, 8)
}
