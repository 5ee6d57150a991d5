import type { CollectWarning } from '../collector.ts'
import { warningOf } from '../finding.ts'
import { ReportRefused } from '../refused.ts'
import type { Notification, Run } from './format.ts'

/**
 * Refuses a run that is not shown to have come to its end. No results from a tool that failed look the same
 * as no results from one that found nothing, so success has to be stated: by the run, or by the caller for
 * tools that only tell it by their exit code.
 *
 * @throws {ReportRefused} TOOL_FAILED, SUCCESS_NOT_STATED, MISSING_FIELD
 */
export function requireSuccess(run: Run, place: string, isVouchedFor: boolean): void {
  const invocations = run.invocations ?? []
  const failed = invocations.find(({ executionSuccessful }) => !executionSuccessful)
  const { name } = run.tool.driver
  if (failed !== undefined) {
    const told = notificationsOf(run).map(textOf)
    const why = told.length === 0 ? '' : `: ${told.slice(0, 3).join('; ').slice(0, 500)}`
    throw new ReportRefused('TOOL_FAILED', `${place}: ${name} did not succeed${why}`)
  }
  if (invocations.length === 0 && !isVouchedFor) {
    throw new ReportRefused(
      'SUCCESS_NOT_STATED',
      `${place}: ${name} does not say whether it succeeded; say --tool-succeeded when its exit code does`,
    )
  }
  if (run.externalPropertyFileReferences?.results !== undefined) {
    throw new ReportRefused('MISSING_FIELD', `${place}: the results are in other files; write them into one`)
  }
  if (run.results == null) throw new ReportRefused('MISSING_FIELD', `${place}.results is absent`)
}

const notificationsOf = ({ invocations = [] }: Run): Notification[] =>
  invocations.flatMap(({ toolExecutionNotifications = [], toolConfigurationNotifications = [] }) => [
    ...toolExecutionNotifications,
    ...toolConfigurationNotifications,
  ])

const textOf = ({ message }: Notification) => message?.text ?? 'no text'

/** Errors that a tool told of although it succeeded: a file that it could not parse, say. */
export function toldErrors(run: Run): CollectWarning[] {
  return warningOf(
    'TOOL_ERRORS_TOLD',
    notificationsOf(run)
      .filter(({ level }) => level === 'error')
      .map(textOf),
  )
}
