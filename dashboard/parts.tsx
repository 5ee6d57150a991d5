import type { Problem } from '../schemas/errors.ts'
import type { Recommendation } from '../schemas/verdict.ts'
import { problemText } from './problem-text.ts'
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

/** What the API says of a problem, for whoever mends it. */
export function ProblemDetails({ visit, problem }: { visit: Visit; problem: Problem }) {
  return (
    <details class="problem-details">
      <summary>{visit.t('problem.details')}</summary>
      <p lang="en">
        <code>{problem.code}</code> {problem.detail}
        {problem.instance !== undefined && (
          <>
            {' '}
            <code class="muted">{problem.instance}</code>
          </>
        )}
      </p>
    </details>
  )
}

/** What is wrong, in the visitor's language, with the details beneath. */
export function ProblemWords({ visit, problem }: { visit: Visit; problem: Problem }) {
  return (
    <>
      <span>{problemText(visit, problem)}</span>
      <ProblemDetails visit={visit} problem={problem} />
    </>
  )
}

/** Why there is nothing else on the page. */
export function ProblemNote({ visit, problem }: { visit: Visit; problem: Problem }) {
  return (
    <div class="problem" role="alert">
      <p>
        <strong>{visit.t('page.failed')}</strong>
      </p>
      <ProblemWords visit={visit} problem={problem} />
    </div>
  )
}
