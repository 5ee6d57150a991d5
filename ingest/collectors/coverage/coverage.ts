import { addedByComponent } from '../added-up.ts'
import { byComponent } from '../by-component.ts'
import type { CollectedFactOf, Collector, CollectWarning } from '../collector.ts'
import type { ComponentPaths } from '../component-paths.ts'
import { dateIn, instantText } from '../times.ts'
import { type FileCoverage, sumOf } from './covered.ts'
import { readCoverage } from './read-coverage.ts'

export interface CoverageOptions {
  /** The component of each file; without it every file is of the context's component, or of the project. */
  readonly components?: ComponentPaths | undefined
  /** Name of the tool that measured, where the format does not say it. */
  readonly tool?: string | undefined
}

type Fact = CollectedFactOf<'coverage.measured'>

const MAX_DIFFERENCES = 5

function factOf(
  files: readonly FileCoverage[],
  rest: Pick<Fact['data'], 'asOf' | 'tool'> & { phase: string | undefined; component: string | undefined },
  hasBranches: boolean,
  occurredAt: string,
  because: string,
): Fact {
  const { phase, component, asOf, tool } = rest
  return {
    kind: 'coverage.measured',
    data: {
      ...(phase !== undefined && { phase }),
      ...(component !== undefined && { component }),
      asOf,
      lines: sumOf(files.map(({ lines }) => lines)),
      ...(hasBranches && { branches: sumOf(files.map(({ branches }) => branches)) }),
      tool,
    },
    occurredAt,
    line: null,
    because,
  }
}

/**
 * Coverage from lcov, Cobertura or JaCoCo: one `coverage.measured` for each component, or one for all. Reports of one
 * call are added up, and must not tell of the same source file: what two of them reached together, only their tool
 * can say.
 */
export const coverage: Collector<CoverageOptions> = {
  name: 'coverage',
  onlyTogether: true,
  async read(report, context, options) {
    const read = await readCoverage(report)
    const { tool, files, hasBranches, measuredAt, namespace, differences, negativeCounts } = read
    const instant = measuredAt ?? report.modifiedAt
    const occurredAt = instantText(instant)
    const counted = [...files].map(([path, amount]) => ({ path, amount }))
    const { parts, warnings } = byComponent(counted, context, options.components)
    const told: CollectWarning[] = [...warnings]
    if (measuredAt === null) told.push({ code: 'TIME_OF_FILE', line: null, detail: occurredAt })
    if (negativeCounts > 0) told.push({ code: 'NEGATIVE_COUNTS', line: null, detail: String(negativeCounts) })
    if (differences.length > 0) {
      const more = differences.length > MAX_DIFFERENCES ? ` … (${differences.length})` : ''
      const detail = differences.slice(0, MAX_DIFFERENCES).join('; ') + more
      told.push({ code: 'TOTALS_DISAGREE', line: null, detail })
    }
    const facts = [...parts].flatMap(([component, amounts]) => {
      if (!amounts.some(({ lines }) => lines.total > 0)) return []
      const asOf = dateIn(instant, context.timeZone)
      const named = options.tool === undefined ? tool : { name: options.tool }
      const because = `${amounts.length} source files of ${report.path}`
      return [
        factOf(
          amounts,
          { phase: context.phase, component, asOf, tool: named },
          hasBranches,
          occurredAt,
          because,
        ),
      ]
    })
    return { facts, warnings: told, claims: [...files.keys()].map((path) => `${namespace}:${path}`) }
  },
  conclude: (facts) =>
    addedByComponent(
      facts.filter((fact) => fact.kind === 'coverage.measured'),
      (parts) => {
        const branches = parts.flatMap((part) => part.branches ?? [])
        return {
          lines: sumOf(parts.map(({ lines }) => lines)),
          branches: branches.length === parts.length ? sumOf(branches) : undefined,
        }
      },
    ),
}
