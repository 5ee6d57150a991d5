import type { Command } from 'commander'
import type { z } from 'zod'
import { type BoundCollector, boundCollector } from '../../../ingest/collectors/bound-collector.ts'
import type { Collector } from '../../../ingest/collectors/collector.ts'

/** A collector and how it is asked for on a command line. */
export interface Collecting {
  readonly name: string
  readonly description: string
  readonly addOptions: (command: Command) => void
  /** The collector with what was asked for. @throws when that cannot be */
  readonly bind: (given: Record<string, unknown>) => BoundCollector
}

interface About<O> extends Pick<Collecting, 'description' | 'addOptions'> {
  /** How what is behind an argument is opened that names no file; null, and without it, arguments name files. */
  readonly open?: (options: O) => BoundCollector['open'] | null
}

/** @param options the schema of what the command line gives, which may say more than the collector takes */
export function collecting<O, G extends O>(
  collector: Collector<O>,
  options: z.ZodType<G>,
  { description, addOptions, open }: About<G>,
): Collecting {
  const bind = (given: Record<string, unknown>) => {
    const asked = options.parse(given)
    return boundCollector<O>(collector, asked, open?.(asked) ?? null)
  }
  return { name: collector.name, bind, description, addOptions }
}
