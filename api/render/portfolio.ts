import type { PortfolioItem } from '../../schemas/answers.ts'
import type { Language } from '../../schemas/messages/index.ts'
import type { AssessedProject } from '../assessor/assessed-project.ts'
import { reasonMessage } from './messages.ts'
import type { Translate } from './translate.ts'

/** One project's line of the portfolio, with every reason. */
export function renderPortfolioItem(
  assessed: AssessedProject,
  language: Language,
  translate: Translate,
): PortfolioItem {
  const { declared, record } = assessed
  const { content } = record
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
    verdict: record.id,
  }
}
