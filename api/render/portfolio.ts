import { civilDateOf } from '../../analytics/calendar/local-date.ts'
import { daysBetween } from '../../analytics/facts/effective-date.ts'
import type { PortfolioItem } from '../../schemas/answers.ts'
import type { Language } from '../../schemas/messages/index.ts'
import type { AssessedProject } from '../assessor/assessed-project.ts'
import { dataUpToOf } from '../portfolio-lines.ts'
import { reasonMessage } from './messages.ts'
import type { Translate } from './translate.ts'

/** Of a project that nobody declared. */
const DEFAULT_ZONE = 'Asia/Tokyo'

/** One project's line of the portfolio, with every reason. */
export function renderPortfolioItem(
  assessed: AssessedProject,
  language: Language,
  translate: Translate,
): PortfolioItem {
  const { declared, record, superseded } = assessed
  const { content } = record
  const dataUpTo = dataUpToOf(assessed)
  return {
    project: content.project,
    name: declared?.name ?? null,
    division: declared?.division ?? null,
    profile: declared?.profile ?? null,
    recommendation: content.recommendation,
    score: content.score,
    reasons: content.reasons.map((reason) => ({
      code: reason.code,
      kind: reason.kind,
      condition: reason.condition,
      message: reasonMessage(reason, language, translate),
    })),
    plannedShipDate: declared?.release.plannedShipDate ?? null,
    statusDate: content.statusDate,
    previous:
      superseded === null
        ? null
        : { recommendation: superseded.content.recommendation, score: superseded.content.score },
    changedOn: civilDateOf(record.computedAt, declared?.timeZone ?? DEFAULT_ZONE),
    dataUpTo,
    dataAgeDays: dataUpTo === null ? null : Math.max(0, daysBetween(dataUpTo, content.statusDate)),
    lateSources: content.completeness.filter(({ state }) => state === 'missing' || state === 'stale').length,
    verdict: record.id,
  }
}
