import type { PortfolioShadow, ShadowAnswer } from '../../schemas/answers-policy.ts'
import type { Language } from '../../schemas/messages/index.ts'
import type { Reason } from '../../schemas/verdict.ts'
import type { AssessedProject } from '../assessor/assessed-project.ts'
import { referenceOf } from '../policies/lookup.ts'
import type { Shadow } from '../policies/shadow.ts'
import { reasonMessage } from './messages.ts'
import { renderChanges } from './readiness.ts'
import type { Translate } from './translate.ts'

/** What a planned policy says, beside a verdict. */
export function renderShadow(shadow: Shadow, language: Language, translate: Translate): ShadowAnswer {
  const { policy, effectiveFrom, content, changes } = shadow
  return {
    policy: referenceOf(policy),
    effectiveFrom,
    recommendation: content.recommendation,
    score: content.score,
    changes: renderChanges(changes, language, translate),
  }
}

/** Reasons with their sentences, without what they were made from. */
export function renderReasons(reasons: readonly Reason[], language: Language, translate: Translate) {
  return reasons.map((reason) => ({
    code: reason.code,
    kind: reason.kind,
    condition: reason.condition,
    message: reasonMessage(reason, language, translate),
  }))
}

/** One project's line of what a planned policy would change. */
export function renderShadowLine(
  { project, declared, record }: AssessedProject,
  { content, changes }: Shadow,
  language: Language,
  translate: Translate,
): PortfolioShadow['projects'][number] {
  return {
    project,
    name: declared?.name ?? null,
    profile: declared?.profile ?? '',
    from: record.content.recommendation,
    to: content.recommendation,
    score: content.score,
    reasons: renderReasons(content.reasons, language, translate),
    changes: renderChanges(changes, language, translate),
  }
}
