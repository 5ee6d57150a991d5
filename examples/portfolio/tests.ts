import { type Clock, type Day, dateOf } from './days.ts'
import { type Defect, unclosedAt } from './defects.ts'
import type { Emit } from './emit.ts'
import { reportDays } from './report-days.ts'
import type { ProjectSpec } from './spec.ts'
import type { Frame } from './tasks.ts'
import type { CloudEvent } from './types.ts'

/** Test cases executed, cumulative at the end of a day; 0 for a project that reports no tests. */
export interface TestCurve {
  executedAt(day: Day): number
}

/** The real executed cases where the series has them; else made from elapsed time and the real fault counts. */
export function testCurve(spec: ProjectSpec, frame: Frame): TestCurve {
  const { series, tests } = spec
  const byDay: number[] = [0]
  let found = 0
  for (const [index, period] of series.periods.entries()) {
    for (let day = period.first; day <= period.last; day += 1) {
      found += period.count / (period.last - period.first + 1)
      const share = 0.35 * (day / series.days) + 0.65 * (found / series.total)
      byDay.push(series.executed?.[index] ?? Math.round((tests?.executed ?? 0) * Math.min(1, share)))
    }
  }
  const executedAt = (day: Day) => byDay[Math.min(Math.max(day - frame.seriesStart + 1, 0), series.days)] ?? 0
  return { executedAt }
}

/** Real hours of test execution up to a day, where the series has them. */
function hoursAt(spec: ProjectSpec, frame: Frame, day: Day): number | undefined {
  const offset = day - frame.seriesStart + 1
  const index = spec.series.periods.findLastIndex((period) => period.last <= offset)
  const hours = spec.series.testHours?.[index]
  return hours === undefined ? undefined : Math.round(hours * 10_000) / 10_000
}

/** Daily where the executed cases are real, at the end of each period of a weekly series, else on Fridays. */
function testDays(spec: ProjectSpec, frame: Frame): Day[] {
  const { series } = spec
  if (series.executed !== undefined || series.testHours !== undefined) {
    return series.periods.map((period) => frame.seriesStart + period.last - 1)
  }
  return reportDays(frame.seriesStart, frame.end, frame.end, spec.plan.sparseWeeks)
}

/** The state of the system test, cumulative, and the runs of the last reports. */
export function testEvents(
  spec: ProjectSpec,
  frame: Frame,
  curve: TestCurve,
  defects: readonly Defect[],
  clock: Clock,
  emit: Emit,
): CloudEvent[] {
  const { tests } = spec
  if (tests === undefined) return []
  const days = testDays(spec, frame)
  return days.flatMap((day, index) => {
    const executed = curve.executedAt(day)
    const failed = Math.min(executed, unclosedAt(defects, day) * tests.failuresPerDefect)
    const passed = executed - failed
    const hours = hoursAt(spec, frame, day)
    const report = emit('tests.reported', `system-test/${index + 1}`, clock.at(day, 0.88), {
      phase: 'system-test',
      asOf: dateOf(day),
      planned: tests.planned,
      executed,
      passed,
      failed,
      automated: Math.floor(executed * 0.6),
      ...(hours !== undefined && { testHours: hours }),
    })
    if (index < days.length - 5) return [report]
    const finishedAt = clock.at(day, 0.86)
    const automated = Math.floor(executed * 0.6)
    const red = Math.min(automated, Math.round(failed * 0.6))
    const run = emit('testrun.finished', `regression-${index + 1}`, finishedAt, {
      run: `regression-${index + 1}`,
      phase: 'system-test',
      suite: '自動回帰 / automated regression',
      finishedAt: clock.text(finishedAt),
      total: automated,
      passed: automated - red,
      failed: red,
      durationSeconds: 60 + automated,
    })
    return [report, run]
  })
}
