import { ShutdownIncomplete } from '../api/shutdown.ts'
import { explain } from './client.ts'
import { createProgram } from './program.ts'
import { processTerminal } from './terminal.ts'

const terminal = processTerminal(process)
try {
  await createProgram(terminal).parseAsync(process.argv)
} catch (error) {
  terminal.note(`kanmon: ${explain(error)}`)
  terminal.setExitCode(2)
  // What is left would keep the process alive, although it was given up.
  if (error instanceof ShutdownIncomplete) process.exit(1)
}
