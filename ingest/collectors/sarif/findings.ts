import { severityOfScore } from '../../../schemas/facts/security.ts'
import { type Finding, findingId, type FindingState, type Severity } from '../finding.ts'
import { ReportRefused } from '../refused.ts'
import { readTime } from '../times.ts'
import { findingPath, fingerprints } from './fingerprint.ts'
import type { Level, Result, Rule, Run } from './format.ts'

/** Levels as severities where the tool gives no score: its gravest level says no more than that it is an error. */
const SEVERITY_OF_LEVEL: Readonly<Record<Level, Severity>> = {
  error: 'high',
  warning: 'medium',
  note: 'low',
  none: 'none',
}

function ruleOf(result: Result, run: Run): Rule | undefined {
  const extension = result.rule?.toolComponent?.index ?? -1
  const component = extension < 0 ? run.tool.driver : run.tool.extensions?.[extension]
  const index = result.rule?.index ?? result.ruleIndex ?? -1
  if (index >= 0) return component?.rules?.[index]
  const id = result.ruleId ?? result.rule?.id
  return component?.rules?.find((rule) => rule.id === id)
}

/** The level of a result when it states none (section 3.27.10): that of its rule, `warning` where that is silent. */
function levelOf(result: Result, rule: Rule | undefined): Level {
  if (result.level !== undefined) return result.level
  if (result.kind !== undefined && result.kind !== 'fail') return 'none'
  return rule?.defaultConfiguration?.level ?? 'warning'
}

type Rating = Pick<Finding, 'cvss'> & { readonly severity: Severity }

function ratingOf(result: Result, rule: Rule | undefined, place: string): Rating {
  const given = result.properties?.['security-severity'] ?? rule?.properties?.['security-severity']
  if (given === undefined) return { severity: SEVERITY_OF_LEVEL[levelOf(result, rule)], cvss: null }
  const score = given === '' ? NaN : Number(given)
  if (score >= 0 && score <= 10) return { severity: severityOfScore(score), cvss: score }
  throw new ReportRefused('INVALID_VALUE', `${place}: security-severity ${given} is not of 0 to 10`)
}

/** Suppressed (section 3.27.23): there are suppressions, and none is under review or rejected. */
function isSuppressed({ suppressions }: Result): boolean {
  if (suppressions == null || suppressions.length === 0) return false
  return suppressions.every(({ status = 'accepted' }) => status === 'accepted')
}

function stateOf(result: Result): FindingState {
  if (result.baselineState === 'absent') return 'fixed'
  return isSuppressed(result) ? 'accepted' : 'open'
}

/** Results that find nothing: a rule that was kept, that did not apply, or that only informs. */
const FINDS_NOTHING: ReadonlySet<string | undefined> = new Set(['pass', 'notApplicable', 'informational'])

/** The findings of one run, and the absolute paths among theirs. @throws {ReportRefused} INVALID_VALUE, MISSING_FIELD */
export function findingsOf(run: Run, place: string, root: string | undefined) {
  const printOf = fingerprints(run, root)
  const absolute: string[] = []
  const findings: Finding[] = []
  for (const [index, result] of (run.results ?? []).entries()) {
    if (FINDS_NOTHING.has(result.kind)) continue
    const at = `${place}.results[${index}]`
    const rule = ruleOf(result, run)
    const ruleId = result.ruleId ?? result.rule?.id ?? rule?.id
    if (ruleId === undefined) throw new ReportRefused('MISSING_FIELD', `${at}: names no rule`)
    const { path, isAbsolute } = findingPath(result, run, root)
    if (isAbsolute) absolute.push(path)
    const startLine = result.locations?.[0]?.physicalLocation?.region?.startLine
    findings.push({
      vulnerability: findingId(ruleId, printOf(result, ruleId)),
      ...ratingOf(result, rule, at),
      state: stateOf(result),
      disclosedAt: null,
      firstDetectedAt: readTime(result.provenance?.firstDetectionTimeUtc ?? '', 'UTC')?.instant ?? null,
      because: `${at} ${ruleId} ${path}${startLine === undefined ? '' : `:${startLine}`}`,
    })
  }
  return { findings, absolute: [...new Set(absolute)] }
}
