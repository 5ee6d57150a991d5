import { civilDateOf } from '../../analytics/calendar/local-date.ts'
import type { CommitteeReport } from '../../schemas/answers-committee.ts'
import { reasonKind } from '../../schemas/indicators.ts'
import type { Language } from '../../schemas/messages/index.ts'
import { policyDifference } from '../policies/difference.ts'
import type { PolicyHistory } from '../policies/history.ts'
import { resolvedVersion } from '../policies/lookup.ts'
import type { Pack } from '../reports/committee/pack.ts'
import type { PolicyChange } from '../reports/committee/policy-changes.ts'
import { type ProjectMonth, REPORT_GATE } from '../reports/committee/project-month.ts'
import { REPORT_ZONE, type ReportMonth } from '../reports/committee/report-month.ts'
import { renderDivisions, renderGroup, renderHold } from './committee.ts'
import { renderReasons } from './shadow.ts'
import type { Translate } from './translate.ts'

const iso = (instant: number) => new Date(instant).toISOString()
const about = ({ project, name, division }: ProjectMonth) => ({ project, name, division })

function renderFlips(parts: readonly ProjectMonth[], language: Language, translate: Translate) {
  const flips = parts.flatMap((part) => part.flips.map((flip) => ({ part, flip })))
  const kinds = (kind: (typeof reasonKind.options)[number]) =>
    flips.filter(({ flip }) => flip.reasons.some((reason) => reason.kind === kind)).length
  const items = flips
    .sort((a, b) => a.flip.at - b.flip.at)
    .map(({ part, flip: { at, reasons, ...flip } }) => ({
      ...about(part),
      ...flip,
      at: iso(at),
      reasons: renderReasons(reasons, language, translate),
    }))
  return {
    toShip: items.filter(({ to }) => to === 'SHIP').length,
    toHold: items.filter(({ to }) => to === 'HOLD').length,
    causes: reasonKind.options
      .map((kind) => ({ kind, flips: kinds(kind) }))
      .filter((cause) => cause.flips > 0)
      .sort((a, b) => b.flips - a.flips),
    items,
  }
}

function renderWaivers(parts: readonly ProjectMonth[]): CommitteeReport['waivers'] {
  const items = parts.flatMap((part) =>
    part.waivers.map(
      ({ waiver, condition, gate, state, why, reason, requestedBy, approvedBy, expiresAt, used }) => ({
        ...about(part),
        ...{ waiver, condition, gate, state, why, reason, requestedBy, approvedBy, expiresAt, used },
      }),
    ),
  )
  const count = (...states: readonly string[]) => items.filter(({ state }) => states.includes(state)).length
  return {
    inForce: count('in-force', 'expiring'),
    used: items.filter(({ used }) => used).length,
    expired: count('expired'),
    unmatched: count('unmatched'),
    items,
  }
}

function renderWarnings(parts: readonly ProjectMonth[], translate: Translate): CommitteeReport['warnings'] {
  const items = parts.flatMap((part) =>
    part.warnings.map(({ code, about: subject, values, outcome, by, proof }) => ({
      ...about(part),
      code,
      about: subject,
      message: translate(`warning.${code}`, { ...values, about: subject }),
      outcome,
      by,
      proof,
    })),
  )
  const count = (wanted: string) => items.filter(({ outcome }) => outcome === wanted).length
  return { raised: items.length, cameTrue: count('CAME_TRUE'), notEarly: count('NOT_EARLY'), items }
}

function renderPolicyChange(
  { version, change, before, backtest }: PolicyChange,
  history: PolicyHistory,
  { closing }: ReportMonth,
  language: Language,
): CommitteeReport['policies'][number] {
  const { id, version: number, title } = version.parsed.document
  const moment = { date: civilDateOf(closing, REPORT_ZONE), asOf: closing }
  const changed =
    before &&
    policyDifference(resolvedVersion(history, before, moment), resolvedVersion(history, version, moment))
  const directions = changed && [...changed.conditions, ...changed.settings].map(({ direction }) => direction)
  const count = (wanted: string) => directions?.filter((direction) => direction === wanted).length ?? 0
  return {
    id,
    version: number,
    title: title[language],
    effectiveFrom: version.effectiveFrom,
    uploadedAt: iso(version.uploadedAt),
    uploadedBy: version.uploadedBy,
    change,
    replaces: before?.parsed.document.version ?? null,
    differences: directions && { tighter: count('tighter'), looser: count('looser'), other: count('other') },
    backtest: backtest && summaryOf(backtest),
    why: backtest !== null ? null : before === null ? 'FIRST_VERSION' : 'NO_RELEASES',
  }
}

function summaryOf({
  releases,
  newHolds,
  newShips,
  escapesCaught,
  defectsCaught,
  escapesLet,
}: NonNullable<PolicyChange['backtest']>) {
  return { releases, newHolds, newShips, escapesCaught, defectsCaught, escapesLet }
}

/** A committee's pack in one language. */
export function renderCommitteeReport(
  { month, projects, holds, policies }: Pack,
  history: PolicyHistory,
  language: Language,
  translate: Translate,
): CommitteeReport {
  const isReported = ({ standing }: ProjectMonth) => standing === 'under-way' || standing === 'undeclared'
  const parts = projects.filter(isReported)
  const standing = (wanted: ProjectMonth['standing']) => projects.filter((part) => part.standing === wanted)
  const shown = holds.map(renderHold)
  const opening = iso(month.opening)
  return {
    month: month.month,
    gate: REPORT_GATE,
    zone: REPORT_ZONE,
    from: opening,
    asOf: iso(month.closing),
    isOver: month.isOver,
    total: renderGroup(null, parts),
    divisions: renderDivisions(parts),
    leftOut: {
      shippedBefore: standing('shipped-before').length,
      cancelled: standing('cancelled').length,
      undeclared: standing('undeclared').map(({ project }) => project),
    },
    holds: {
      inForce: shown.filter(({ liftedAt }) => liftedAt === null),
      placed: shown.filter(({ placedAt }) => placedAt > opening),
      lifted: shown.filter(({ liftedAt }) => liftedAt !== null && liftedAt > opening),
    },
    waivers: renderWaivers(parts),
    flips: renderFlips(parts, language, translate),
    warnings: renderWarnings(parts, translate),
    policies: policies.map((change) => renderPolicyChange(change, history, month, language)),
  }
}
