import { difference } from '../../analytics/verdict/difference.ts'
import type { NotificationBody } from '../../schemas/notifications.ts'
import type { Language, MessageKey } from '../../schemas/messages/index.ts'
import type { VerdictContent } from '../../schemas/verdict.ts'
import { changeMessage, reasonMessage } from '../render/messages.ts'
import type { Translate, Translators } from '../render/translate.ts'
import type { Detected } from './detect.ts'

/** What is known about the project of a notification. */
export interface About {
  readonly id: string
  readonly project: string
  readonly name: string | null
  readonly division: string | null
  readonly notedAt: number
  /** What the verdict that was last told of said; null when it cannot be found any more. */
  readonly previous: VerdictContent | null
}

type Bilingual = Record<Language, string>
const DAY = 86_400_000
/** A sentence names so many reasons; all of them are in the data. */
const NAMED_REASONS = 3

/** The CloudEvent that is sent: codes and figures, and a sentence in each language. */
export function notificationBodyOf(
  detected: Detected,
  about: About,
  translators: Translators,
): NotificationBody {
  const { id, project, name, division, notedAt } = about
  const inBoth = (text: (translate: Translate, language: Language) => string): Bilingual => ({
    en: text(translators.en, 'en'),
    ja: text(translators.ja, 'ja'),
  })
  const sentence = (values: (translate: Translate, language: Language) => Record<string, string | number>) =>
    inBoth((translate, language) =>
      translate(`notification.${detected.event}` satisfies MessageKey, {
        project: name ?? project,
        ...values(translate, language),
      }).trim(),
    )
  const { text, ...data } = ((): Record<string, unknown> & { text: Bilingual } => {
    switch (detected.event) {
      case 'recommendation.changed': {
        const { gate, from, to, previous, assessed } = detected
        const { id: verdict, content } = assessed.record
        const reasons = content.reasons.map(({ parameters, ...reason }) => ({
          ...reason,
          message: inBoth((t, language) => reasonMessage({ ...reason, parameters }, language, t)),
        }))
        const changes = (about.previous === null ? [] : difference(about.previous, content)).map(
          ({ parameters, ...change }) => ({
            ...change,
            message: inBoth((t, language) => changeMessage({ ...change, parameters }, language, t)),
          }),
        )
        return {
          gate,
          from,
          to,
          score: content.score,
          statusDate: content.statusDate,
          verdict,
          previousVerdict: previous,
          policy: content.policy,
          reasons,
          changes,
          text: sentence((_, language) => ({
            gate,
            from,
            to,
            reasons: reasons
              .slice(0, NAMED_REASONS)
              .map(({ message }) => message[language])
              .join(language === 'ja' ? '' : ' '),
          })),
        }
      }
      case 'hold.placed':
      case 'hold.lifted': {
        const { hold, office, scope, reason } = detected.hold
        return { hold: detected.hold, text: sentence(() => ({ hold, office, scope, reason })) }
      }
      case 'waiver.expiring':
      case 'waiver.expired': {
        const { waiver, title } = detected
        const days = Math.max(0, Math.ceil((Date.parse(waiver.expiresAt) - notedAt) / DAY))
        return {
          waiver,
          title,
          text: sentence((_, language) => ({
            waiver: waiver.waiver,
            title: title?.[language] ?? waiver.condition ?? '',
            expiresAt: waiver.expiresAt,
            days,
          })),
        }
      }
      case 'warning.raised': {
        const { code, about: place, values } = detected.warning
        const message = (t: Translate) => t(`warning.${code}`, { ...values, about: place })
        return { code, about: place, values, text: sentence((t) => ({ warning: message(t) })) }
      }
    }
  })()
  return {
    specversion: '1.0',
    id,
    source: 'urn:kanmon:notifications',
    type: `dev.kanmon.${detected.event}.v1`,
    subject: project,
    time: new Date(notedAt).toISOString(),
    datacontenttype: 'application/json',
    data: { event: detected.event, project, name, division, text, ...data },
  }
}
