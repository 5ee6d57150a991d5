import { z } from 'zod'
import { coverage } from '../../../ingest/collectors/coverage/coverage.ts'
import { COMPONENTS_HELP, componentsOption } from './components-option.ts'
import { collecting } from './define-collector.ts'

const options = z.object({ components: componentsOption.optional(), tool: z.string().optional() })

export const collectCoverage = collecting(coverage, options, {
  description: 'line and branch coverage from lcov, Cobertura or JaCoCo',
  addOptions: (command) =>
    void command
      .option('--components <file>', COMPONENTS_HELP)
      .option('--tool <name>', 'tool that measured, where the format does not say it'),
})
