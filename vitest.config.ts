import { defineConfig } from 'vitest/config'

// As cli/kanmon.cjs does: the embedded store needs a thread for each of its connections beside those of Node itself.
process.env['UV_THREADPOOL_SIZE'] ??= '16'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    setupFiles: ['test/setup.ts'],
    // The embedded engine binds one data directory to a process, so each file gets a process of its own.
    pool: 'forks',
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
})
