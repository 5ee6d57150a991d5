import { type Command, Option } from 'commander'
import { z } from 'zod'
import { type BoundCollector, boundCollector } from '../../../ingest/collectors/bound-collector.ts'
import type { Collector } from '../../../ingest/collectors/collector.ts'
import { junit } from '../../../ingest/collectors/junit/junit.ts'
import { wholeNumber } from '../../whole-number.ts'

/** A collector and how it is asked for on a command line. */
export interface Collecting {
  readonly name: string
  readonly description: string
  readonly addOptions: (command: Command) => void
  /** The collector with what was asked for. @throws when that cannot be */
  readonly bind: (given: Record<string, unknown>) => BoundCollector
}

function collecting<O>(
  collector: Collector<O>,
  options: z.ZodType<O>,
  about: Pick<Collecting, 'description' | 'addOptions'>,
): Collecting {
  const bind = (given: Record<string, unknown>) => boundCollector(collector, options.parse(given))
  return { name: collector.name, bind, ...about }
}

const junitOptions = z.object({
  run: z.string().optional(),
  repeated: z.enum(['cases', 'retries']).optional(),
  cumulative: z.boolean().optional(),
  planned: z.number().optional(),
})

const collectJunit = collecting(junit, junitOptions, {
  description: 'test runs from JUnit XML',
  addOptions: (command) =>
    void command
      .option('--run <id>', 'id of the pipeline run')
      .addOption(new Option('--repeated <as>', 'count entries of one name as').choices(['cases', 'retries']))
      .option('--cumulative', 'the reports are the whole of --phase: tell tests.reported too')
      .option(
        '--planned <n>',
        'planned cases of the phase, when they are more than the reports hold',
        wholeNumber,
      ),
})

/** Every `kanmon collect <name>`. */
export const collectors: readonly Collecting[] = [collectJunit]
