import type { CollectContext, CollectedFactOf } from '../collector.ts'
import type { ComponentPaths } from '../component-paths.ts'
import { ReportRefused } from '../refused.ts'
import type { Report } from '../report.ts'
import { dateIn, instantText } from '../times.ts'

export interface SizeOptions {
  /** The reports are differences between two commits, as `openGitDiff` makes them. */
  readonly git?: boolean | undefined
  /** The component of each file; without it every file is of the context's component. */
  readonly components?: ComponentPaths | undefined
  /** Languages that count, by the counter's names; without it all that it counts. */
  readonly languages?: readonly string[] | undefined
  /** The counter was told to leave out generated code, or what it marks as such is to be left out. */
  readonly excludesGenerated?: boolean | undefined
  readonly counterVersion?: string | undefined
}

type Fact = CollectedFactOf<'size.measured'>
type Lines = NonNullable<Fact['data']['ksloc']>

export const LINES_IN_KSLOC = 1000

/** The size of one component on the day of its report. @throws {ReportRefused} MISSING_FIELD without a component */
export function sizeFact(
  component: string | undefined,
  ksloc: Lines,
  about: { counter: Fact['data']['counter']; excludesGenerated: boolean | null; because: string },
  report: Report,
  { timeZone }: CollectContext,
): Fact {
  if (component === undefined) {
    throw new ReportRefused('MISSING_FIELD', 'a size is of a component: --component or --components')
  }
  return {
    kind: 'size.measured',
    data: {
      component,
      asOf: dateIn(report.modifiedAt, timeZone),
      ksloc,
      counter: about.counter,
      ...(about.excludesGenerated !== null && { excludesGenerated: about.excludesGenerated }),
    },
    occurredAt: instantText(report.modifiedAt),
    line: null,
    because: about.because,
  }
}
