import type { FactOf } from '../../schemas/facts/index.ts'
import { partitionPoint } from '../calendar/partition-point.ts'
import { effectiveDate } from '../facts/effective-date.ts'
import { compareText, type ProjectState } from '../facts/state.ts'
import { groupBy } from '../group-by.ts'
import { type Measurement, notMeasurable, ratio } from './measurement.ts'
import type { ProjectView } from './project-view.ts'
import { inSlice, type Slice, sliced, type Sliced } from './slice.ts'

type CoverageFact = FactOf<'coverage.measured'>

/** The measurements of one phase or none, of one component or the whole, in the order of their dates. */
interface CoverageSeries {
  readonly phase: string | undefined
  readonly component: string | undefined
  readonly measured: readonly CoverageFact[]
}

function seriesIndex(state: ProjectState): Sliced<CoverageSeries> {
  const of = ({ data }: CoverageFact) => JSON.stringify([data.phase ?? null, data.component ?? null])
  const series: CoverageSeries[] = [...groupBy(state.of('coverage.measured'), of).values()].flatMap(
    (facts) => {
      const measured = [...facts].sort((a, b) => compareText(a.data.asOf, b.data.asOf))
      const [first] = measured
      return first === undefined
        ? []
        : [{ phase: first.data.phase, component: first.data.component, measured }]
    },
  )
  return sliced(
    series,
    ({ phase }) => phase,
    ({ component }) => component,
  )
}

/** Of each series of the slice the newest measurement up to the status date. */
function newest(slice: Slice): readonly CoverageFact[] {
  const { state, statusDate } = slice.view
  return inSlice(state.derived(seriesIndex), slice).flatMap(({ measured }) => {
    const last = measured[partitionPoint(measured, ({ data }) => data.asOf <= statusDate) - 1]
    return last === undefined ? [] : [last]
  })
}

/**
 * What is added up: a measurement without a component stands for its phase, and one without a phase for the project;
 * otherwise the parts are added, never both.
 */
function withoutDoubleCounting(facts: readonly CoverageFact[]): readonly CoverageFact[] {
  const totals = new Set(
    facts.filter(({ data }) => data.component === undefined).map(({ data }) => data.phase),
  )
  const whole = facts.filter(({ data }) => data.component === undefined || !totals.has(data.phase))
  const ofAllTests = whole.filter(({ data }) => data.phase === undefined)
  if (ofAllTests.some(({ data }) => data.component === undefined)) return ofAllTests
  const known = new Set(ofAllTests.map(({ data }) => data.component))
  return whole.filter(({ data }) => data.phase === undefined || !known.has(data.component))
}

const FACTS = 'kind=coverage.measured'

/**
 * Statement coverage C0 命令網羅率 = covered / executable lines, and branch coverage C1 分岐網羅率 = covered / all
 * outcomes of decisions, in percent (ISO/IEC/IEEE 29119-4). Sums over sums. Two phases that run through the same code
 * count it twice, so that the figure lies between theirs and never above what both reach together. A complete count: no
 * interval. As old as the oldest of the measurements that are added up.
 */
export function coverage(slice: Slice, of: 'lines' | 'branches'): Measurement {
  const facts = withoutDoubleCounting(newest(slice))
  const lastDate = facts.map((fact) => effectiveDate(fact, slice.view.zone)).sort(compareText)[0]
  if (lastDate === undefined) return notMeasurable('NO_COVERAGE', FACTS)
  let [covered, total] = [0, 0]
  for (const { data } of facts) {
    const counted = data[of]
    if (counted === undefined) return notMeasurable('NO_BRANCH_COUNT', FACTS, { lastDate })
    covered += counted.covered
    total += counted.total
  }
  if (total === 0) return notMeasurable('NO_BRANCHES', FACTS, { numerator: 0, denominator: 0, lastDate })
  return ratio(covered, total, 100, { lastDate, facts: FACTS })
}

/**
 * Phases, '' for all tests, whose total cannot be true beside what their components say: it is older than one of them,
 * or counts fewer lines than they do together.
 */
export function disagreeingCoverage(view: ProjectView): readonly string[] {
  const byPhase = groupBy(newest({ view, phases: null, component: null }), ({ data }) => data.phase)
  return [...byPhase].flatMap(([phase, facts]) => {
    const total = facts.find(({ data }) => data.component === undefined)?.data
    const parts = facts.filter(({ data }) => data.component !== undefined)
    if (total === undefined || parts.length === 0) return []
    const sum = (of: 'covered' | 'total') => parts.reduce((lines, { data }) => lines + data.lines[of], 0)
    const isOlder = parts.some(({ data }) => data.asOf > total.asOf)
    const isLess = sum('total') > total.lines.total || sum('covered') > total.lines.covered
    return isOlder || isLess ? [phase ?? ''] : []
  })
}
