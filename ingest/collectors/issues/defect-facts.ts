import { canonicalJson } from '../../events/digest.ts'
import type { CollectedFactOf } from '../collector.ts'
import { instantText } from '../times.ts'
import { fieldsOf, type IssueMapping } from './mapping.ts'
import { optionalOverTime, requiredOverTime } from './over-time.ts'
import { isDefectIn, standingOverTime } from './status-over-time.ts'
import { statesOf, type TrackedIssue } from './tracked-issue.ts'

const LONGEST_TITLE = 1000

const title = (text: string) => {
  const line = text
    .replaceAll(/[\p{Cc}\p{Cs}]+/gu, ' ')
    .trim()
    .slice(0, LONGEST_TITLE)
  return line === '' ? {} : { title: line.replace(/\p{Cs}$/u, '') }
}

function present<T extends object>(fields: T) {
  const entries = Object.entries(fields).filter(([, value]) => value !== undefined)
  return Object.fromEntries(entries) as { [K in keyof T]?: Exclude<T[K], undefined> }
}

/**
 * An issue as facts, one for each time that something of the defect changed; none when it never was a defect. Times
 * are those of the changes, so that the same history gives the same facts whenever it is read.
 *
 * @throws {ReportRefused} UNMAPPED_VALUE
 */
export function defectFacts(
  issue: TrackedIssue,
  mapping: IssueMapping,
): CollectedFactOf<'defect.reported'>[] {
  const states = statesOf(issue, fieldsOf(mapping))
  const begin = isDefectIn(mapping, states).indexOf(true)
  if (begin < 0) return []
  const since = states.slice(begin)
  const standing = standingOverTime(mapping, issue, since)
  const severity = requiredOverTime('severity', mapping.severity, since, issue)
  const phaseFound = requiredOverTime('phaseFound', mapping.phaseFound, since, issue)
  const phaseInjected = optionalOverTime('phaseInjected', mapping.phaseInjected, since, issue)
  const component = optionalOverTime('component', mapping.component, since, issue)
  const cause = optionalOverTime('cause', mapping.cause, since, issue)
  const escaped = optionalOverTime('escaped', mapping.escaped, since, issue)
  const facts: CollectedFactOf<'defect.reported'>[] = []
  let before = ''
  for (const [index, state] of since.entries()) {
    const [held, grave, phase] = [standing[index], severity[index], phaseFound[index]]
    if (held === undefined || grave === undefined || phase === undefined) continue
    const data = {
      defect: issue.id,
      ...title(state.title),
      severity: grave,
      phaseFound: phase,
      detectedAt: instantText(issue.createdAt),
      ...held,
      ...present({
        phaseInjected: phaseInjected[index],
        component: component[index],
        cause: cause[index],
        escaped: escaped[index],
      }),
    }
    const now = canonicalJson(data)
    if (now === before) continue
    before = now
    const { at, because } = state
    facts.push({
      kind: 'defect.reported',
      data,
      occurredAt: instantText(at),
      line: issue.line,
      because,
      identity: 'content',
    })
  }
  return facts
}
