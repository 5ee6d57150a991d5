import { type CdEvent, ticketContent } from '../../../schemas/cdevents.ts'
import type { DefectReported } from '../../../schemas/facts/quality.ts'
import { contentOf, lacking, present, refused, type Translation } from './translation.ts'

type Status = DefectReported['status']

const RESOLUTIONS: ReadonlyMap<string, Status> = new Map([
  ['completed', 'closed'],
  ['withdrawn', 'rejected'],
  ['duplicate', 'rejected'],
])

/** What has become of the defect; null when the event leaves it open. */
function statusOf(
  step: 'created' | 'updated' | 'closed',
  added: Status | undefined,
  resolution: string | undefined,
) {
  if (added !== undefined) return added
  if (step === 'created') return 'open'
  return step === 'closed' ? (RESOLUTIONS.get(resolution ?? '') ?? null) : null
}

/** A ticket of the type `bug` as a defect. What CDEvents does not say of it must have been added. */
export const ticket =
  (step: 'created' | 'updated' | 'closed') =>
  (event: CdEvent): Translation<'defect.reported'> => {
    const read = contentOf(event, ticketContent)
    if ('refusal' in read) return read
    const { summary, ticketType, resolution } = read.content
    const { context, subject, customData } = event
    const { severity, phase, component, phaseInjected, escaped, cause, ...added } = customData.kanmon
    if (ticketType !== 'bug') {
      const type = ticketType ?? 'none'
      return refused(
        'VALUE_NOT_ALLOWED',
        'data.subject.content.ticketType',
        `must be bug for a defect, got ${type}`,
      )
    }
    if (severity === undefined) return lacking('severity', 'CDEvents has a priority, which is another thing')
    if (phase === undefined) return lacking('phase', 'the phase in which the defect was found')
    const status = statusOf(step, added.status, resolution)
    if (status === null)
      return lacking('status', `${step} with the resolution ${resolution ?? 'none'} does not say it`)
    const detectedAt = added.detectedAt ?? (step === 'created' ? context.timestamp : undefined)
    if (detectedAt === undefined) return lacking('detectedAt', 'only ticket.created tells it by its time')
    const isOver = status === 'closed' || status === 'rejected'
    return {
      data: {
        defect: subject.id,
        severity,
        status,
        phaseFound: phase,
        detectedAt,
        ...present({ title: summary, component, phaseInjected, escaped, cause }),
        ...(status === 'fixed' ? { fixedAt: context.timestamp } : {}),
        ...(isOver ? { closedAt: context.timestamp } : {}),
      },
    }
  }
