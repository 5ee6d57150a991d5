import { z } from 'zod'
import { firstRepeated, line, projectId, rule } from './primitives.ts'

/** What others can be told of: the closed list. */
export const notificationEvent = z.enum([
  'recommendation.changed',
  'hold.placed',
  'hold.lifted',
  'waiver.expiring',
  'waiver.expired',
  'warning.raised',
])
export type NotificationEvent = z.infer<typeof notificationEvent>

/** What became of an attempt. `requested`: a person asked for another delivery. `dead`: given up. */
export const deliveryOutcome = z.enum(['delivered', 'failed', 'dead', 'requested'])
export type DeliveryOutcome = z.infer<typeof deliveryOutcome>

const LOOPBACK = /^(?:127(?:\.\d{1,3}){3}|localhost|\[::1\])$/
/** Addresses of the link only, among them the metadata services of clouds, and "any address". */
const NEVER = /^(?:169\.254(?:\.\d{1,3}){2}|0\.0\.0\.0|\[::\]|\[fe[89ab][0-9a-f]:.*\])$/

const address = z.url({ protocol: /^https?$/ }).superRefine((text, context) => {
  const refuse = (message: string) => context.addIssue({ code: 'custom', message, input: undefined })
  if (!URL.canParse(text)) return
  const url = new URL(text)
  if (url.protocol !== 'https:' && !LOOPBACK.test(url.hostname)) refuse('must be https, except to loopback')
  if (url.username !== '' || url.password !== '') refuse('must not hold a user or a password')
  if (NEVER.test(url.hostname)) refuse('must not be a link-local or unspecified address')
})

/** One receiver of notifications. Without `projects` and `divisions` it is told of all; with both, of either. */
export const webhook = z
  .strictObject({
    id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, { error: 'must be 1-63 characters of a-z, 0-9 and -' }),
    url: address,
    secretEnv: z.string().min(1).optional(),
    secretFile: z.string().min(1).optional(),
    events: z.array(notificationEvent).min(1),
    gates: z.array(line(200)).min(1).default(['release']),
    projects: z.array(projectId).min(1).optional(),
    divisions: z.array(line()).min(1).optional(),
  })
  .superRefine(
    rule(
      ['secretEnv'],
      'give secretEnv or secretFile, and not both',
      ({ secretEnv, secretFile }) => (secretEnv === undefined) !== (secretFile === undefined),
    ),
  )
export type Webhook = z.infer<typeof webhook>

export const webhooks = z
  .array(webhook)
  .min(1)
  .max(100)
  .superRefine(
    rule([], 'webhook ids must be unique', (all) => firstRepeated(all.map(({ id }) => id)) === undefined),
  )

const bilingual = z.strictObject({ en: z.string(), ja: z.string() })
const at = z.string().describe('RFC 3339 instant')

/** The body that is sent: a CloudEvent whose data are codes and figures, with sentences in both languages beside them. */
export const notificationBody = z.strictObject({
  specversion: z.literal('1.0'),
  id: z.string(),
  source: z.literal('urn:kanmon:notifications'),
  type: z.string(),
  subject: z.string(),
  time: at,
  datacontenttype: z.literal('application/json'),
  data: z.looseObject({
    event: notificationEvent,
    project: z.string(),
    name: z.string().nullable(),
    division: z.string().nullable(),
    text: bilingual,
  }),
})
export type NotificationBody = z.infer<typeof notificationBody>

const attempt = z.strictObject({
  number: z.int(),
  at,
  outcome: deliveryOutcome,
  status: z.int().nullable().describe('HTTP status; null without an answer'),
  error: z.string().nullable(),
  durationMs: z.int(),
  nextAt: at.nullable(),
})

const delivery = z.strictObject({
  endpoint: z.string(),
  state: z.enum(['pending', 'delivered', 'dead', 'removed']).describe('removed: no longer configured'),
  log: z.array(attempt),
})

/** A notification with its delivery log. */
export const notificationAnswer = z.strictObject({
  id: z.string(),
  event: notificationEvent,
  project: z.string(),
  notedAt: at,
  text: bilingual,
  deliveries: z.array(delivery),
})
export type NotificationAnswer = z.infer<typeof notificationAnswer>

export const notificationPage = z.strictObject({
  notifications: z.array(notificationAnswer),
  next: z.string().nullable(),
})

export const redelivery = z.strictObject({
  endpoint: z.string().optional().describe('one of its endpoints; otherwise all that are still configured'),
})
export const redeliveryAnswer = z.strictObject({ id: z.string(), endpoints: z.array(z.string()) })
