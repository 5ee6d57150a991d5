import { REMOVAL_WINDOW_DAYS } from '../../analytics/indicators/removal.ts'
import type { BacktestAnswer, BacktestRequest } from '../../schemas/backtest.ts'
import type { Language, MessageKey } from '../../schemas/messages/index.ts'
import type { Policy } from '../../schemas/policy.ts'
import type { VerdictContent } from '../../schemas/verdict.ts'
import type { Backtest, Replay } from '../policies/backtest.ts'
import { referenceOf } from '../policies/lookup.ts'
import { renderReasons } from './shadow.ts'
import type { Translate } from './translate.ts'

/** How many ids of escaped defects are named. */
const NAMED_DEFECTS = 20

function judged(content: VerdictContent, language: Language, translate: Translate) {
  const { recommendation, score, policy, reasons } = content
  return { recommendation, score, policy, reasons: renderReasons(reasons, language, translate) }
}

const changeOf = ({ before, after }: Replay): BacktestAnswer['releases'][number]['change'] => {
  if (before.recommendation === after.recommendation) return 'SAME'
  return after.recommendation === 'HOLD' ? 'NEW_HOLD' : 'NEW_SHIP'
}

type Confusion = BacktestAnswer['summary']['before']
const copied = (share: Backtest['summary']['before']['caught']): Confusion['caught'] => ({
  ...share,
  interval: share.interval === null ? null : [...share.interval],
})
const confusion = (given: Backtest['summary']['before']): Confusion => ({
  ...given,
  caught: copied(given.caught),
  heldInVain: copied(given.heldInVain),
})

/** A backtest in one language. */
export function renderBacktest(
  { summary, excluded, releases }: Backtest,
  asked: { readonly policy: Policy; readonly request: BacktestRequest; readonly now: number },
  language: Language,
  translate: Translate,
): BacktestAnswer {
  const { gate, severity, knowledge } = asked.request
  return {
    policy: referenceOf(asked.policy),
    gate,
    severity,
    knowledge,
    windowDays: REMOVAL_WINDOW_DAYS,
    evaluatedAt: new Date(asked.now).toISOString(),
    summary: { ...summary, before: confusion(summary.before), after: confusion(summary.after) },
    excluded: [...excluded].map(([reason, projects]) => {
      const key: MessageKey = `backtest.excluded.${reason}`
      return { reason, projects: [...projects], message: translate(key) }
    }),
    releases: releases.map((replay) => ({
      project: replay.project,
      name: replay.declared.name,
      release: replay.declared.release.id,
      profile: replay.declared.profile,
      shippedAt: new Date(replay.shippedAt).toISOString(),
      escaped: { count: replay.escaped.length, defects: replay.escaped.slice(0, NAMED_DEFECTS) },
      before: judged(replay.before, language, translate),
      after: judged(replay.after, language, translate),
      change: changeOf(replay),
    })),
  }
}
