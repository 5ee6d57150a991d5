import type { z } from 'zod'
import type { zoneAnswer } from '../../../schemas/answers-quality.ts'
import type { Visit } from '../../visit.ts'
import { phaseName } from './gate-name.ts'

export type Zone = z.infer<typeof zoneAnswer>

export function zoneName(visit: Visit, { phase, component }: Zone): string {
  const name = phaseName(visit, phase)
  return component === null ? name : `${name} / ${component}`
}
