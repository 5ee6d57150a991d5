// Runs a program so that it cannot outlive the process that wanted it: node guard.mjs LOG REMOVE PROGRAM ARGUMENT...
// The parent holds the other end of the IPC channel. When it goes away, however it died (SIGKILL too), the channel
// closes, the program is killed and the directory REMOVE is taken away. The guard itself ends with the program.
import { spawn } from 'node:child_process'
import { openSync, rmSync } from 'node:fs'

const [log, remove, program, ...rest] = process.argv.slice(2)
const output = openSync(log, 'a')
const child = spawn(program, rest, { stdio: ['ignore', output, output] })

const tell = (message, then = () => undefined) => process.connected && process.send(message, then)
let orphaned = false

child.once('spawn', () => tell({ pid: child.pid }))
child.once('error', (error) => tell({ error: error.message }))
child.once('close', (code, signal) => {
  if (orphaned) rmSync(remove, { recursive: true, force: true })
  tell({ code, signal }, () => process.disconnect())
})
process.once('disconnect', () => {
  if (child.exitCode !== null || child.signalCode !== null) return
  orphaned = true
  child.kill('SIGKILL')
})
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => child.kill('SIGKILL'))
