/** Sentences of what is sent to webhooks. */
export const en = {
  'notification.recommendation.changed': '{project} at {gate}: {from} → {to}. {reasons}',
  'notification.hold.placed': '{project}: the {office} placed the hold {hold} ({scope}): {reason}',
  'notification.hold.lifted': '{project}: the hold {hold} of the {office} is no longer in force.',
  'notification.waiver.expiring':
    '{project}: the waiver {waiver} of "{title}" expires in {days, plural, one {# day} other {# days}}, on {expiresAt}.',
  'notification.waiver.expired': '{project}: the waiver {waiver} of "{title}" expired on {expiresAt}.',
  'notification.warning.raised': '{project}: early warning. {warning}',
} as const

export const ja: Readonly<Record<keyof typeof en, string>> = {
  'notification.recommendation.changed': '{project} ({gate}): {from} → {to}。{reasons}',
  'notification.hold.placed': '{project}: {office} が保留 {hold} ({scope}) を指示しました: {reason}',
  'notification.hold.lifted': '{project}: {office} の保留 {hold} は効力を失いました。',
  'notification.waiver.expiring':
    '{project}: 「{title}」の特例 {waiver} は残り {days} 日、{expiresAt} に失効します。',
  'notification.waiver.expired': '{project}: 「{title}」の特例 {waiver} は {expiresAt} に失効しました。',
  'notification.warning.raised': '{project}: 予兆を検知しました。{warning}',
}
