import type { Visit } from '../../visit.ts'
import { inWords } from './view.ts'

/** A phase by its kind where its id is the name of one, else by its id. */
export const phaseName = (visit: Visit, id: string): string => inWords(visit, 'phaseKind', id)

/** A gate in the visitor's language. */
export function gateName(visit: Visit, id: string): string {
  if (id === 'plan' || id === 'release') return visit.t(`project.gate.${id}`)
  return phaseName(visit, id)
}
