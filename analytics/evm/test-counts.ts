import type { TestsReported } from '../../schemas/facts/plan.ts'
import type { CivilDate } from '../calendar/civil-date.ts'

/** Cumulative test cases of one phase, or of one component in it. */
interface Cases {
  readonly planned: number
  readonly executed: number
  readonly passed: number
  readonly failed: number
  readonly blocked: number
}

/** The cases of a phase by a date, from the newest report of each line of reports. */
export interface TestCounts extends Cases {
  /** Hours of test execution; `null` as soon as one line does not tell them. */
  readonly testHours: number | null
  /** `asOf` of the oldest report that counts: one silent component makes the whole old. */
  readonly reportedOn: CivilDate
  /** By component, when the phase is reported by component; empty when it is reported as a whole. */
  readonly byComponent: ReadonlyMap<string, Cases>
}

const casesOf = ({ planned, executed, passed, failed, blocked = 0 }: TestsReported): Cases => ({
  planned,
  executed,
  passed,
  failed,
  blocked,
})

/**
 * Test cases of a phase by a date, `null` when none were reported. A report of the whole phase counts by itself,
 * otherwise those of its components are added up, never both.
 *
 * @param tests one per phase, component and `asOf`
 */
export function testCounts(
  tests: readonly TestsReported[],
  phase: string,
  date: CivilDate,
): TestCounts | null {
  const newest = new Map<string | undefined, TestsReported>()
  for (const report of tests) {
    const known = newest.get(report.component)
    if (report.phase !== phase || report.asOf > date || report.retracted === true) continue
    if (known === undefined || known.asOf < report.asOf) newest.set(report.component, report)
  }
  const whole = newest.get(undefined)
  const lines = whole === undefined ? [...newest.values()] : [whole]
  const [oldest] = lines.map((line) => line.asOf).sort()
  if (oldest === undefined) return null
  const sum = (valueOf: (line: TestsReported) => number) =>
    lines.reduce((total, line) => total + valueOf(line), 0)
  const hasHours = lines.every((line) => line.testHours !== undefined)
  return {
    planned: sum((line) => line.planned),
    executed: sum((line) => line.executed),
    passed: sum((line) => line.passed),
    failed: sum((line) => line.failed),
    blocked: sum((line) => line.blocked ?? 0),
    testHours: hasHours ? sum((line) => line.testHours ?? 0) : null,
    reportedOn: oldest,
    byComponent: new Map(
      whole === undefined ? lines.map((line) => [line.component ?? '', casesOf(line)]) : [],
    ),
  }
}
