import fc from 'fast-check'

// The same inputs on every run, so that a red build is about the change. KANMON_TEST_SEED=N looks at others.
fc.configureGlobal({ seed: Number(process.env['KANMON_TEST_SEED'] ?? 20_261_122) })
