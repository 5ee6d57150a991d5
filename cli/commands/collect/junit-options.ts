import { Option } from 'commander'
import { z } from 'zod'
import { junit } from '../../../ingest/collectors/junit/junit.ts'
import { collecting } from './define-collector.ts'
import { addTestRunOptions, testRunOptions } from './test-run-options.ts'

const options = z.object({ ...testRunOptions, repeated: z.enum(['cases', 'retries']).optional() })

export const collectJunit = collecting(junit, options, {
  description: 'test runs from JUnit XML',
  addOptions: (command) =>
    void addTestRunOptions(command).addOption(
      new Option('--repeated <as>', 'count entries of one name as').choices(['cases', 'retries']),
    ),
})
