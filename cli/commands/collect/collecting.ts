import { collectCoverage } from './coverage-options.ts'
import { collectCtrf } from './ctrf-options.ts'
import type { Collecting } from './define-collector.ts'
import { collectGit } from './git-options.ts'
import { collectCyclonedx, collectSarif, collectTrivy } from './findings-options.ts'
import { collectIssues } from './issues-options.ts'
import { collectJunit } from './junit-options.ts'
import { collectSize } from './size-options.ts'
import { collectSchedule } from './schedule-options.ts'
import { collectCsv, collectXlsx } from './table-options.ts'

/** Every `kanmon collect <name>`. */
export const collectors: readonly Collecting[] = [
  collectJunit,
  collectCtrf,
  collectCoverage,
  collectSize,
  collectGit,
  collectSarif,
  collectTrivy,
  collectCyclonedx,
  collectIssues,
  collectSchedule,
  collectCsv,
  collectXlsx,
]
