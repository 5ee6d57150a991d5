import type { z } from 'zod'
import type { FactKind, kinds } from '../../schemas/facts/index.ts'
import type { CollectWarningCode } from './outcome.ts'
import type { Report } from './report.ts'

type Input<K extends FactKind> = z.input<(typeof kinds)[K]['data']>

/** A fact as a collector reads it. Provenance is added when it is put into its envelope. */
export type CollectedFactOf<K extends FactKind> = {
  [P in K]: {
    readonly kind: P
    readonly data: Omit<Input<P>, 'provenance'>
    /** When it happened: RFC 3339 with an offset. */
    readonly occurredAt: string
    /** Line of the report that it was read from, from 1; null when the format has no lines or the whole file says it. */
    readonly line: number | null
    /** What in the report became this fact, for `--explain`: an element, a row, a field. */
    readonly because: string
    /**
     * `content`: its event's id is made only of what it says, for exports that tell the whole history each time.
     * Otherwise of the file it was read from too.
     */
    readonly identity?: 'content'
  }
}[K]
export type CollectedFact = CollectedFactOf<FactKind>

/** Something in a report that a person should know although the report was taken. */
export interface CollectWarning {
  readonly code: CollectWarningCode
  readonly line: number | null
  readonly detail: string
}

/** What of the surroundings a report does not say itself. */
export interface CollectContext {
  readonly project: string
  /** IANA zone that times without one are in, and that dates are told in. */
  readonly timeZone: string
  readonly phase?: string | undefined
  readonly component?: string | undefined
  readonly commit?: string | undefined
}

export interface Collected {
  readonly facts: readonly CollectedFact[]
  readonly warnings: readonly CollectWarning[]
  /** What no two reports of one call may both tell of, such as a source file: it would count twice. */
  readonly claims?: readonly string[]
}

/**
 * Reads one kind of report.
 *
 * A report is taken whole or not at all: what cannot be read to its end, or says something that cannot be
 * true, is refused by throwing, so that half a file never looks like a smaller and greener one.
 */
export interface Collector<O> {
  /** As in `kanmon collect <name>`. */
  readonly name: string
  /** @throws {ReportRefused} */
  readonly read: (report: Report, context: CollectContext, options: O) => Promise<Collected>
  /** The facts of one report are parts: nothing is told but what `conclude` makes of all of them. */
  readonly onlyTogether?: true
  /** What all the reports of one call say together, beside what each says. Called when every one could be read. */
  readonly conclude?: (
    facts: readonly CollectedFact[],
    context: CollectContext,
    options: O,
  ) => readonly CollectedFact[]
}
