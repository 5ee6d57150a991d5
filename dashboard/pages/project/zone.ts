import type { z } from 'zod'
import type { zoneAnswer } from '../../../schemas/answers-quality.ts'

export type Zone = z.infer<typeof zoneAnswer>

export const zoneName = ({ phase, component }: Zone): string =>
  component === null ? phase : `${phase} / ${component}`
