import { civilDateOf } from '../../analytics/calendar/local-date.ts'
import { daysBetween } from '../../analytics/facts/effective-date.ts'
import type { PortfolioItem } from '../../schemas/answers.ts'
import { DEFAULT_TIME_ZONE } from '../../schemas/facts/project.ts'
import type { Language } from '../../schemas/messages/index.ts'
import type { Standing } from '../assessor/standing.ts'
import { reasonMessage } from './messages.ts'
import type { Translate } from './translate.ts'

/** One project's line of the portfolio, with every reason. */
export function renderPortfolioItem(
  standing: Standing,
  language: Language,
  translate: Translate,
): PortfolioItem {
  const { project, declared, recommendation, score, reasons, statusDate, dataUpTo } = standing
  return {
    project,
    name: declared?.name ?? null,
    division: declared?.division ?? null,
    profile: declared?.profile ?? null,
    recommendation,
    score,
    reasons: reasons.map((reason) => ({
      code: reason.code,
      kind: reason.kind,
      condition: reason.condition,
      message: reasonMessage(reason, language, translate),
    })),
    plannedShipDate: declared?.release.plannedShipDate ?? null,
    statusDate,
    previous: standing.previous,
    changedOn: civilDateOf(standing.computedAt, declared?.timeZone ?? DEFAULT_TIME_ZONE),
    dataUpTo,
    dataAgeDays: dataUpTo === null ? null : Math.max(0, daysBetween(dataUpTo, statusDate)),
    lateSources: standing.lateSources,
    verdict: standing.verdict,
  }
}
