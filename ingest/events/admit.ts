import type { Refusal } from '../../schemas/refusals.ts'

/**
 * Why its sender may not send an event of this kind about this subject; null when it may. Asked about refused events
 * too, as far as they tell what they are: a refusal counts against its subject.
 */
export type Admit = (event: {
  readonly kind: string | null
  readonly project: string
  /** As sent: its schema has not been looked at. */
  readonly data: object
}) => Refusal | null
