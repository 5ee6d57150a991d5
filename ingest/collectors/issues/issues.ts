import type { CollectContext, Collected, CollectedFact, Collector, CollectWarning } from '../collector.ts'
import { warningOf } from '../finding.ts'
import { ReportRefused } from '../refused.ts'
import type { Report } from '../report.ts'
import { decodedText, jsonReport } from '../text.ts'
import { textsOf } from './apply-rule.ts'
import { csvIssues } from './csv-issues.ts'
import { defectFacts } from './defect-facts.ts'
import { jsonIssues, type ReadIssues } from './json-issues.ts'
import { fieldsOf, type IssueMapping, type Tracker } from './mapping.ts'
import type { TrackedIssue } from './tracked-issue.ts'

export interface IssuesOptions {
  readonly from: Tracker
  readonly mapping: IssueMapping
}

async function isJson(report: Report, encoding: string): Promise<boolean> {
  for await (const text of decodedText(report, encoding)) {
    const [first] = text.trimStart()
    if (first !== undefined) return first === '{' || first === '['
  }
  return false
}

async function readCsv(
  report: Report,
  context: CollectContext,
  { from, mapping }: IssuesOptions,
): Promise<ReadIssues> {
  const warnings: CollectWarning[] = []
  const tell = (line: number, detail: string) => {
    if (warnings.length === 0) warnings.push({ code: 'TIME_WITHOUT_ZONE', line, detail })
  }
  const rows: TrackedIssue[] = []
  for await (const issue of csvIssues(report, from, mapping, context.timeZone, tell)) rows.push(issue)
  return { issues: rows, warnings }
}

/** A field that no issue knows is a mistake of the mapping, not a value that nobody gave. */
function requireFields(issues: readonly TrackedIssue[], mapping: IssueMapping): void {
  if (issues.length === 0) return
  const unknown = [...fieldsOf(mapping)].filter((field) => !issues.some(({ fields }) => fields.has(field)))
  if (unknown.length === 0) return
  throw new ReportRefused(
    'MISSING_FIELD',
    `no issue has the field ${unknown.join(', ')} that the mapping names`,
  )
}

/** What issues of a tracker say of defects, with the warnings that their mapping gives rise to. */
export function factsOfIssues(issues: readonly TrackedIssue[], mapping: IssueMapping): Collected {
  requireFields(issues, mapping)
  const facts: CollectedFact[] = []
  const defects: TrackedIssue[] = []
  const others = new Map<string, number>()
  for (const issue of issues) {
    const told = defectFacts(issue, mapping)
    facts.push(...told)
    if (told.length > 0) defects.push(issue)
    else {
      const what = textsOf(mapping.defects, issue.fields).join(' ') || `no ${mapping.defects.field}`
      others.set(what, (others.get(what) ?? 0) + 1)
    }
  }
  const withoutLog = defects.filter(({ changes }) => changes === null).map(({ id }) => id)
  const leftOut = [...others].map(([what, count]) => `${what}: ${count}`).sort()
  return {
    facts,
    warnings: [...warningOf('ROWS_LEFT_OUT', leftOut), ...warningOf('HISTORY_ABSENT', withoutLog)],
  }
}

/** Exports of issue trackers: of each defect one `defect.reported` for every change of what it says. */
export const issues: Collector<IssuesOptions> = {
  name: 'issues',
  async read(report, context, options) {
    const read = (await isJson(report, options.mapping.encoding))
      ? jsonIssues(await jsonReport(report), options.from)
      : await readCsv(report, context, options)
    const collected = factsOfIssues(read.issues, options.mapping)
    return { facts: collected.facts, warnings: [...read.warnings, ...collected.warnings] }
  },
}
