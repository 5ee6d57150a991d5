import type { z } from 'zod'
import type { changeAnswer, Readiness } from '../../schemas/answers.ts'
import type { Language, MessageKey } from '../../schemas/messages/index.ts'
import type { Change, ConditionResult, Reason } from '../../schemas/verdict.ts'
import type { AssessedProject } from '../assessor/assessed-project.ts'
import { changeMessage, noticeMessage, reasonMessage, stepMessage } from './messages.ts'
import { readable, type Translate } from './translate.ts'

const iso = (instant: number) => new Date(instant).toISOString()

/** One line on a condition: its figure against its limits, or why there is none. */
export function conditionMessage(result: ConditionResult, translate: Translate): string {
  if (result.actual === null || result.why !== null) {
    const why = translate(`why.${result.why ?? 'NO_EXPECTED_SOURCES'}` as MessageKey)
    return result.actual === null ? why : `${readable(result.actual)}: ${why}`
  }
  const unit = translate(`unit.${result.unit}`)
  const { lower, upper } = result
  const key = lower === null ? 'limits.atMost' : upper === null ? 'limits.atLeast' : 'limits.between'
  const limits = translate(key, {
    lower: lower === null ? null : readable(lower),
    upper: upper === null ? null : readable(upper),
  })
  return `${[readable(result.actual), unit].filter(Boolean).join(' ')} (${limits})`
}

/** What is to be said of a condition that is not required yet. */
function untilRequired({ requiredFrom }: ConditionResult, translate: Translate): string[] {
  return requiredFrom === undefined ? [] : [translate('condition.advisoryUntil', { date: requiredFrom })]
}

/** The facts behind a number, as they were known and had happened: the link shows the same for ever. */
function factsLink(project: string, query: string, moment: { at: number; asOf: number }): string {
  const pinned = new URLSearchParams({ at: iso(moment.at), asOf: iso(moment.asOf) }).toString()
  return `/v1/projects/${project}/facts?${[query, pinned].filter((part) => part !== '').join('&')}`
}

function withMessage({ parameters, ...rest }: Reason, language: Language, translate: Translate) {
  return { ...rest, message: reasonMessage({ ...rest, parameters }, language, translate) }
}

/** Changes with their sentences. */
export function renderChanges(
  changes: readonly Change[],
  language: Language,
  translate: Translate,
): z.infer<typeof changeAnswer>[] {
  return changes.map(({ parameters, ...change }) => ({
    ...change,
    message: changeMessage({ ...change, parameters }, language, translate),
  }))
}

/** A verdict in one language, as the readiness resource answers it. */
export function renderReadiness(
  assessed: Omit<AssessedProject, 'project'>,
  moment: { at: number; asOf: number },
  language: Language,
  translate: Translate,
): Readiness {
  const { record, declared, superseded } = assessed
  const { content } = record
  return {
    project: content.project,
    name: declared?.name ?? null,
    gate: content.gate,
    recommendation: content.recommendation,
    score: content.score,
    reasons: content.reasons.map((reason) => withMessage(reason, language, translate)),
    conditions: content.conditions.map((result) => ({
      ...result,
      title: result.title[language],
      remedy: result.remedy[language],
      message: [conditionMessage(result, translate), ...untilRequired(result, translate)].join('; '),
      facts: factsLink(content.project, result.facts, moment),
    })),
    distanceToShip: content.distanceToShip.map(({ parameters, ...step }) => ({
      ...step,
      message: stepMessage({ ...step, parameters }, language, translate),
    })),
    holds: content.holds,
    waivers: content.waivers ?? [],
    notices: (content.notices ?? []).map(({ parameters, ...notice }) => ({
      ...notice,
      message: noticeMessage({ ...notice, parameters }, language, translate),
    })),
    completeness: content.completeness,
    policy: content.policy,
    metricVersions: content.metricVersions,
    dataUpTo: content.dataUpTo,
    factCounts: content.factCounts,
    statusDate: content.statusDate,
    at: iso(moment.at),
    asOf: iso(moment.asOf),
    evaluatedAt: iso(record.computedAt),
    validUntil: iso(assessed.validUntil),
    verdict: record.id,
    digest: record.digest,
    supersedes: record.supersedes,
    changes: renderChanges(superseded?.changes ?? [], language, translate),
  }
}
