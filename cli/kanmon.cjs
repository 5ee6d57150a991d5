#!/usr/bin/env node
// CommonJS on purpose: the size of libuv's pool must be set before anything uses it, and loading an ES module does.
// The embedded store needs a thread for each of its connections beside those of Node itself.
process.env.UV_THREADPOOL_SIZE ??= '16'
import('../dist/cli/main.js').catch((error) => {
  process.stderr.write(`kanmon: ${error instanceof Error ? error.stack : String(error)}\n`)
  process.exitCode = 2
})
