import { collectCtrf } from './ctrf-options.ts'
import type { Collecting } from './define-collector.ts'
import { collectCyclonedx, collectSarif, collectTrivy } from './findings-options.ts'
import { collectJunit } from './junit-options.ts'

/** Every `kanmon collect <name>`. */
export const collectors: readonly Collecting[] = [
  collectJunit,
  collectCtrf,
  collectSarif,
  collectTrivy,
  collectCyclonedx,
]
