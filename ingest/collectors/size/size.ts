import { addedByComponent } from '../added-up.ts'
import type { Collector } from '../collector.ts'
import { readChanged } from './changed-size.ts'
import { readCounted } from './counted-size.ts'
import type { SizeOptions } from './size-fact.ts'

/**
 * Size from cloc, tokei or scc (JSON), or from what git says changed between two commits: one `size.measured` for each
 * component. Reports of one call are added up, and must not tell of the same file.
 */
export const size: Collector<SizeOptions> = {
  name: 'size',
  onlyTogether: true,
  read: (report, context, options) =>
    options.git === true ? readChanged(report, context, options) : readCounted(report, context, options),
  conclude: (facts) =>
    addedByComponent(
      facts.filter((fact) => fact.kind === 'size.measured'),
      (parts) => ({ ksloc: { total: parts.reduce((sum, { ksloc }) => sum + (ksloc?.total ?? 0), 0) } }),
    ),
}
