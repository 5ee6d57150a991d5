import { stateAt } from '../../../analytics/facts/state.ts'
import { defectFilter } from '../../../analytics/indicators/found-defects.ts'
import type { Warning } from '../../../analytics/warnings/warning.ts'
import type { WarningCode } from '../../../schemas/answers-quality.ts'
import type { Fact } from '../../../schemas/facts/index.ts'
import type { ProjectDeclared } from '../../../schemas/facts/project.ts'
import type { ConditionResult, VerdictContent } from '../../../schemas/verdict.ts'
import { holdSpans } from './holds.ts'
import type { ReportMonth } from './report-month.ts'

/** What a warning is about: the beginnings of the names of the indicators that it foretells. */
const DEFECTS = ['defects.', 'reliability.', 'zones.', 'tests.pass-rate']
const TESTS = ['tests.']
const EARNED_VALUE = ['evm.']
const SUBJECTS: Readonly<Record<WarningCode, readonly string[]>> = {
  DETECTION_RATE_RISING: DEFECTS,
  BACKLOG_GROWING: DEFECTS,
  REOPEN_RATE_HIGH: DEFECTS,
  RATE_OUT_OF_CONTROL: DEFECTS,
  MANY_TESTS_NO_DEFECTS: DEFECTS,
  CLOSED_WITHOUT_TEST_RUN: DEFECTS,
  SEVERITY_LOWERED_LATE: DEFECTS,
  TESTS_BEHIND: TESTS,
  SPI_GOOD_TESTS_BEHIND: TESTS,
  IDENTICAL_TEST_COUNTS: TESTS,
  TEST_PLAN_CUT: TESTS,
  EXECUTED_ABOVE_PLANNED: TESTS,
  OUTCOMES_ABOVE_EXECUTED: TESTS,
  SPI_T_LOW: EARNED_VALUE,
  PROGRESS_WITHOUT_COST: EARNED_VALUE,
  DATES_MOVED_LATE: EARNED_VALUE,
  REPORTS_MISSING: ['completeness'],
  GENERATED_CODE_COUNTED: [...TESTS, ...DEFECTS],
  MEASURED_BEFORE_LAST_COMMIT: ['freshness.', ...TESTS, ...DEFECTS],
  UNKNOWN_NAME: [...TESTS, ...DEFECTS],
}

export interface WarningOutcome extends Warning {
  readonly outcome: 'CAME_TRUE' | 'NOT_YET' | 'NOT_EARLY'
  readonly by: 'CONDITION' | 'HOLD_ORDER' | 'ESCAPED_DEFECT' | null
  /** The condition, hold or defect. */
  readonly proof: string | null
}

/** A month of a project as warnings are held against it. */
export interface WarnedMonth {
  readonly month: ReportMonth
  readonly declared: ProjectDeclared
  /** Everything about the project that was known at the end of the month. */
  readonly log: readonly Fact[]
  readonly project: string
  readonly opening: VerdictContent
  /** The verdicts of the month after its beginning, the last one at its end. */
  readonly later: readonly VerdictContent[]
}

function isSubject(
  { indicator, scope }: ConditionResult,
  { code, about }: Warning,
  { declared }: WarnedMonth,
) {
  if (!SUBJECTS[code].some((beginning) => indicator.startsWith(beginning))) return false
  const phase = declared.phases.find(({ id }) => id === about)
  return phase === undefined || scope['phase'] === undefined || scope['phase'] === phase.kind
}

const failing = ({ conditions }: VerdictContent, warning: Warning, month: WarnedMonth) =>
  conditions.filter((result) => result.state === 'FAIL' && isSubject(result, warning, month))

/** The first hold that an office placed on the project itself in the month. */
function holdOrder({ log, project, month }: WarnedMonth): string | null {
  const own = holdSpans(log, month.closing).find(({ placed }) => {
    const { scope } = placed.data
    return (
      placed.occurredAt > month.opening && scope !== 'all' && 'project' in scope && scope.project === project
    )
  })
  return own?.placed.data.hold ?? null
}

/** The first critical or major defect that escaped and was detected in the month. */
function escapedDefect({ log, project, month }: WarnedMonth): string | null {
  const reported = stateAt(project, log, month.closing).of('defect.reported')
  const isDefect = defectFilter(reported)
  const escaped = reported.find((defect) => {
    const { severity, detectedAt, escaped: isEscaped } = defect.data
    const isSevere = severity === 'critical' || severity === 'major'
    return isEscaped === true && isSevere && isDefect(defect) && Date.parse(detectedAt) > month.opening
  })
  return escaped?.data.defect ?? null
}

const isOfQuality = ({ code }: Warning) => SUBJECTS[code] !== EARNED_VALUE && code !== 'REPORTS_MISSING'

/**
 * What became in a month of a warning that was up when it began. It came true when by the end of the month
 * (1) a condition on its subject fails that did not fail when the month began: the condition's indicator is one that the
 * warning foretells, in the warning's phase or in no phase; or (2) an office placed a hold on the project; or (3), for
 * warnings about tests and defects, a critical or major defect escaped. A warning whose subject failed already when the
 * month began was not early, unless one of the three came on top.
 */
export function warningOutcome(warning: Warning, month: WarnedMonth): WarningOutcome {
  const before = new Set(failing(month.opening, warning, month).map(({ id }) => id))
  const failed = month.later.flatMap((content) => failing(content, warning, month))
  const newly = failed.find(({ id }) => !before.has(id))
  if (newly !== undefined) return { ...warning, outcome: 'CAME_TRUE', by: 'CONDITION', proof: newly.id }
  const hold = holdOrder(month)
  if (hold !== null) return { ...warning, outcome: 'CAME_TRUE', by: 'HOLD_ORDER', proof: hold }
  const defect = isOfQuality(warning) ? escapedDefect(month) : null
  if (defect !== null) return { ...warning, outcome: 'CAME_TRUE', by: 'ESCAPED_DEFECT', proof: defect }
  return { ...warning, outcome: before.size > 0 ? 'NOT_EARLY' : 'NOT_YET', by: null, proof: null }
}
