import { createProgram } from '../../cli/program.ts'
import type { Terminal } from '../../cli/terminal.ts'
import { translator } from '../../api/render/translate.ts'

export interface CommandRun {
  readonly out: string
  readonly notes: string
  readonly exitCode: number
}

/** Runs a command line in this process, on a terminal that only remembers. */
export function runCommand(...words: string[]): Promise<CommandRun> {
  return runCommandWith({}, ...words)
}

/** The same with variables of the environment. */
export async function runCommandWith(
  environment: Readonly<Record<string, string>>,
  ...words: string[]
): Promise<CommandRun> {
  const out: string[] = []
  const notes: string[] = []
  let exitCode = 0
  const terminal: Terminal = {
    out: (line) => out.push(line),
    bytes: (piece) => {
      out.push(Buffer.from(piece).toString())
      return Promise.resolve()
    },
    note: (line) => notes.push(line),
    isInteractive: false,
    width: 120,
    environment,
    translate: translator('en'),
    language: 'en',
    stopped: () => Promise.resolve(),
    setExitCode: (code) => {
      exitCode = code
    },
  }
  await createProgram(terminal).exitOverride().parseAsync(words, { from: 'user' })
  return { out: out.join('\n'), notes: notes.join('\n'), exitCode }
}
