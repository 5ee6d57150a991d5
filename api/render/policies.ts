import {
  type PolicyAnswer,
  policyAnswer,
  type PolicyList,
  type PolicyReceipt,
} from '../../schemas/answers-policy.ts'
import type { Language } from '../../schemas/messages/index.ts'
import type { PolicyHistory, PolicyMoment } from '../policies/history.ts'
import { resolvedVersion, stateOf } from '../policies/lookup.ts'
import { type FoundProblem, renderProblem } from '../policies/problems.ts'
import type { PolicyVersion } from '../policies/resolve.ts'
import type { Translate } from './translate.ts'

const iso = (instant: number) => new Date(instant).toISOString()

function recorded(history: PolicyHistory, version: PolicyVersion, moment: PolicyMoment) {
  const { parsed, effectiveFrom, uploadedAt, uploadedBy } = version
  return {
    version: parsed.document.version,
    effectiveFrom,
    state: stateOf(history, version, moment),
    uploadedAt: iso(uploadedAt),
    uploadedBy,
    textDigest: parsed.textDigest,
  }
}

/** Every policy known at a moment, with its versions. */
export function renderPolicyList(
  history: PolicyHistory,
  moment: PolicyMoment,
  language: Language,
): PolicyList {
  return {
    policies: history.ids(moment.asOf).flatMap((id) => {
      const versions = history.versionsOf(id, moment.asOf)
      const shown = history.versionAt(id, moment)?.parsed.document
      if (shown === undefined) return []
      return {
        id,
        title: shown.title[language],
        owner: shown.owner,
        extends: shown.extends ?? null,
        versions: versions.map((version) => recorded(history, version, moment)).reverse(),
      }
    }),
  }
}

/** One version, with what it inherits and its text. */
export function renderPolicy(
  history: PolicyHistory,
  version: PolicyVersion,
  moment: PolicyMoment,
  language: Language,
): PolicyAnswer {
  const { id, title, owner, extends: parent = null } = version.parsed.document
  return policyAnswer.parse({
    id,
    ...recorded(history, version, moment),
    title: title[language],
    owner,
    extends: parent,
    resolved: resolvedVersion(history, version, moment),
    text: version.parsed.text,
  })
}

/** What was recorded. */
export function renderReceipt(
  history: PolicyHistory,
  version: PolicyVersion,
  moment: PolicyMoment,
  outcome: { readonly isNew: boolean; readonly warnings: readonly FoundProblem[] },
  translate: Translate,
): PolicyReceipt {
  return {
    id: version.parsed.document.id,
    ...recorded(history, version, moment),
    digest: resolvedVersion(history, version, moment).digest,
    isNew: outcome.isNew,
    warnings: outcome.warnings.map((problem) => renderProblem(problem, translate)),
  }
}
