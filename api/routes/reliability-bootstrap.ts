import { setImmediate } from 'node:timers/promises'
import type { ReliabilityAnalysis } from '../../analytics/reliability/analyze.ts'
import {
  bootstrapping,
  type BootstrapInterval,
  type BootstrapPlan,
} from '../../analytics/reliability/bootstrap.ts'
import { selectedEstimate } from '../../analytics/reliability/report.ts'
import { KanmonError } from '../../schemas/errors.ts'

/** Failures times replicates that one request may ask for. */
const MOST_WORK = 2_000_000
/** Milliseconds after which a bootstrap is given up. */
const LONGEST = 30_000

function refuse(why: string): never {
  throw new KanmonError('BOOTSTRAP_TOO_LARGE', `${why}; ask for fewer replicates`, { field: 'bootstrap' })
}

/**
 * The bootstrap of the selected model, one replicate a turn of the event loop: other requests are answered meanwhile.
 *
 * @returns undefined when no model is selected: there is nothing to simulate from
 * @throws {KanmonError} BOOTSTRAP_TOO_LARGE when it would be, or is, too much work for one request
 */
export async function bootstrapInTurns(
  analysis: ReliabilityAnalysis,
  plan: BootstrapPlan,
  now: () => number,
): Promise<BootstrapInterval | undefined> {
  const selected = selectedEstimate(analysis)
  if (selected === null) return undefined
  const { data } = analysis
  const work = data.events * plan.replicates
  if (work > MOST_WORK)
    refuse(`${data.events} failures simulated ${plan.replicates} times are more than ${MOST_WORK}`)
  const started = now()
  const run = bootstrapping(data, selected.name, selected.estimate, plan)
  for (;;) {
    const step = run.next()
    if (step.done === true) return step.value
    if (now() - started > LONGEST) refuse(`it took longer than ${LONGEST / 1000} s`)
    await setImmediate()
  }
}
