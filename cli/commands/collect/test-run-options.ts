import type { Command } from 'commander'
import { z } from 'zod'
import { wholeNumber } from '../../whole-number.ts'

/** What every format of test results takes. */
export const testRunOptions = {
  run: z.string().optional(),
  cumulative: z.boolean().optional(),
  planned: z.number().optional(),
}

export const addTestRunOptions = (command: Command): Command =>
  command
    .option('--run <id>', 'id of the pipeline run')
    .option('--cumulative', 'the reports are the whole of --phase: tell tests.reported too')
    .option(
      '--planned <n>',
      'planned cases of the phase, when they are more than the reports hold',
      wholeNumber,
    )
