import type { Language } from '../schemas/messages/index.ts'
import { translator, type Translate } from '../api/render/translate.ts'

/** Where a command writes and what it reads of its surroundings. */
export interface Terminal {
  /** Writes a line of result. */
  readonly out: (line: string) => void
  /** Writes a piece of a result that is not made of lines; resolves when it may go on. */
  readonly bytes: (piece: Uint8Array) => Promise<void>
  /** Writes a line about the work: never mixed with results. */
  readonly note: (line: string) => void
  readonly isInteractive: boolean
  readonly width: number
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly translate: Translate
  readonly language: Language
  /** Resolves at the first SIGINT or SIGTERM; a second one ends the process at once. */
  readonly stopped: () => Promise<void>
  readonly setExitCode: (code: number) => void
}

/** The language of a terminal: KANMON_LANG, or what the locale says. */
function languageOf(environment: Terminal['environment']): Language {
  const locale =
    environment['KANMON_LANG'] ??
    environment['LC_ALL'] ??
    environment['LC_MESSAGES'] ??
    environment['LANG'] ??
    ''
  return locale.toLowerCase().startsWith('ja') ? 'ja' : 'en'
}

/** The terminal of a process. */
export function processTerminal(process: NodeJS.Process): Terminal {
  const language = languageOf(process.env)
  return {
    out: (line) => process.stdout.write(`${line}\n`),
    bytes: (piece) =>
      new Promise((resolve, reject) => {
        process.stdout.write(piece, (error) => {
          if (error) reject(error)
          else resolve()
        })
      }),
    note: (line) => process.stderr.write(`${line}\n`),
    isInteractive: process.stderr.isTTY,
    width: process.stdout.isTTY ? process.stdout.columns : 120,
    environment: process.env,
    translate: translator(language),
    language,
    stopped: () =>
      new Promise((resolve) => {
        const stop = () => {
          for (const signal of ['SIGINT', 'SIGTERM'] as const) {
            process.off(signal, stop)
            process.once(signal, () => process.exit(1))
          }
          resolve()
        }
        process.once('SIGINT', stop)
        process.once('SIGTERM', stop)
      }),
    setExitCode: (code) => {
      process.exitCode = code
    },
  }
}
