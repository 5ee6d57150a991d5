import { explain } from './client.ts'
import { createProgram } from './program.ts'
import { processTerminal } from './terminal.ts'

const terminal = processTerminal(process)
try {
  await createProgram(terminal).parseAsync(process.argv)
} catch (error) {
  terminal.note(`kanmon: ${explain(error)}`)
  terminal.setExitCode(2)
}
