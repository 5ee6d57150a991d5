import { collectCtrf } from './ctrf-options.ts'
import type { Collecting } from './define-collector.ts'
import { collectJunit } from './junit-options.ts'

/** Every `kanmon collect <name>`. */
export const collectors: readonly Collecting[] = [collectJunit, collectCtrf]
