import type { Problem } from '../schemas/errors.ts'
import type { Recommendation } from '../schemas/verdict.ts'
import type { Visit } from './visit.ts'

/** SHIP or HOLD: a sign, the word and a colour, so that none of them is needed. */
export function VerdictMark({ visit, recommendation }: { visit: Visit; recommendation: Recommendation }) {
  const isShip = recommendation === 'SHIP'
  return (
    <span class={isShip ? 'mark ship' : 'mark hold'}>
      <span aria-hidden="true">{isShip ? '✓' : '■'}</span>
      {visit.t(`recommendation.${recommendation}`)}
    </span>
  )
}

/** Why there is nothing else on the page. */
export function ProblemNote({ visit, problem }: { visit: Visit; problem: Problem }) {
  return (
    <div class="problem" role="alert">
      <p>
        <strong>{visit.t('page.failed')}</strong> ({problem.code})
      </p>
      <p>{problem.detail}</p>
    </div>
  )
}
