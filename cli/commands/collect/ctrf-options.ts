import { z } from 'zod'
import { ctrf } from '../../../ingest/collectors/ctrf/ctrf.ts'
import { collecting } from './define-collector.ts'
import { addTestRunOptions, testRunOptions } from './test-run-options.ts'

export const collectCtrf = collecting(ctrf, z.object(testRunOptions), {
  description: 'test runs from CTRF (JSON)',
  addOptions: (command) => void addTestRunOptions(command),
})
