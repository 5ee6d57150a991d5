import { declaredAt } from '../../analytics/indicators/declared-at.ts'
import { measureAll } from '../../analytics/indicators/measure-all.ts'
import type { ProjectView } from '../../analytics/indicators/project-view.ts'
import type { WeeklyFigures } from '../../schemas/answers-weekly.ts'
import type { ProjectDeclared } from '../../schemas/facts/project.ts'
import { listedIndicatorIds } from '../../schemas/indicators.ts'
import type { VerdictContent } from '../../schemas/verdict.ts'
import type { Assessor, KnownProject } from '../assessor/assessor.ts'

export interface JudgedWeek {
  readonly content: VerdictContent
  readonly figures: WeeklyFigures
  /** Null while nobody had declared the project. */
  readonly declared: ProjectDeclared | null
}

const noValues = {
  pv: null,
  ev: null,
  ac: null,
  bac: null,
  eac: null,
  ...Object.fromEntries(listedIndicatorIds.map((id) => [id, null])),
}

function valuesOf(view: ProjectView) {
  const { quantities, estimatesAtCompletion, actualCost } = view.earnedValue
  const values = measureAll(view).filter(({ phase }) => phase === null)
  return {
    pv: quantities?.plannedValue ?? null,
    ev: quantities?.earnedValue ?? null,
    ac: actualCost,
    bac: quantities?.budgetAtCompletion ?? null,
    eac: estimatesAtCompletion.costIndex,
    ...Object.fromEntries(values.map(({ indicator, measurement }) => [indicator, measurement.actual])),
  }
}

/**
 * The verdict and every figure at one moment, from one view of the project: building it is most of the work, so the
 * figures are read from the view that was judged. A project that could not be judged has no figures.
 */
export function judgeWeek(
  assessor: Pick<Assessor, 'judge'>,
  known: KnownProject,
  gate: string,
  at: number,
): JudgedWeek {
  const judged: ProjectView[] = []
  const { content } = assessor.judge(known, gate, at, undefined, (view) => judged.push(view))
  const [view] = judged
  const { recommendation, score } = content
  const values = view === undefined ? {} : valuesOf(view)
  const figures = { recommendation, score, ...noValues, ...values } as WeeklyFigures
  const declared = view?.declared ?? declaredAt(known.project, known.log, at)
  return { content, figures, declared }
}
