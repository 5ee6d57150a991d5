import { CommanderError } from 'commander'
import { ShutdownIncomplete } from '../api/shutdown.ts'
import { explain } from './client.ts'
import { createProgram } from './program.ts'
import { processTerminal } from './terminal.ts'

const terminal = processTerminal(process)
// Whoever reads the output may be gone, or its disk full: then nothing was judged.
process.stdout.on('error', () => process.exit(2))
try {
  await createProgram(terminal).parseAsync(process.argv)
} catch (error) {
  // Commander has said what is wrong; a mistyped command must not look like a verdict, and exit code 1 is HOLD.
  const isSaid = error instanceof CommanderError
  if (!isSaid) terminal.note(`kanmon: ${explain(error)}`)
  terminal.setExitCode(isSaid && error.exitCode === 0 ? 0 : 2)
  // What is left would keep the process alive, although it was given up.
  if (error instanceof ShutdownIncomplete) process.exit(1)
}
