import { readFile } from 'node:fs/promises'
import { parse } from 'yaml'
import type { NotificationEvent } from '../../schemas/notifications.ts'
import { type Webhook, webhooks } from '../../schemas/notifications.ts'

/** One receiver with its secrets: more than one while they are being changed, the new one first. */
export interface Endpoint extends Omit<Webhook, 'secretEnv' | 'secretFile'> {
  readonly secrets: readonly string[]
}

const PREFIX = 'whsec_'

/**
 * Reads the file of webhooks (YAML or JSON) and the secrets it names.
 *
 * @throws {Error} naming the file and what is wrong in it, never a secret
 */
export async function loadEndpoints(
  file: string,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<Endpoint[]> {
  const wrong = (detail: string, cause?: unknown) =>
    new Error(`KANMON_WEBHOOKS: ${file}: ${detail}`, { cause })
  let content: unknown
  try {
    content = parse(await readFile(file, 'utf8'))
  } catch (cause) {
    throw wrong(cause instanceof Error ? (cause.message.split('\n')[0] ?? '') : String(cause), cause)
  }
  const checked = webhooks.safeParse(content)
  if (!checked.success) {
    throw wrong(checked.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; '))
  }
  return Promise.all(
    checked.data.map(async ({ secretEnv, secretFile, ...rest }) => {
      const text =
        secretFile === undefined
          ? environment[secretEnv ?? '']
          : await readFile(secretFile, 'utf8').catch((cause: unknown) => {
              throw wrong(`${rest.id}: secretFile ${secretFile} cannot be read`, cause)
            })
      const secrets = (text ?? '').split(/\s+/).filter((part) => part !== '')
      if (secrets.length === 0 || !secrets.every(isSecret)) {
        const place = secretFile ?? secretEnv ?? ''
        throw wrong(`${rest.id}: ${place} must hold ${PREFIX} and 24 to 64 bytes as base64`)
      }
      return { ...rest, secrets }
    }),
  )
}

/** A symmetric secret of the Standard Webhooks specification. */
function isSecret(text: string): boolean {
  if (!text.startsWith(PREFIX)) return false
  const digits = text.slice(PREFIX.length)
  const bytes = Buffer.from(digits, 'base64')
  return bytes.toString('base64') === digits && bytes.length >= 24 && bytes.length <= 64
}

/** What decides who is told of an event. `gate` is null where an event belongs to no gate. */
export interface Addressed {
  readonly event: NotificationEvent
  readonly project: string
  readonly division: string | null
  readonly gate: string | null
}

/** Whether an endpoint wants to be told. */
export function wants(endpoint: Endpoint, { event, project, division, gate }: Addressed): boolean {
  if (!endpoint.events.includes(event)) return false
  if (gate !== null && !endpoint.gates.includes(gate)) return false
  const { projects, divisions } = endpoint
  if (projects === undefined && divisions === undefined) return true
  return (
    (projects?.includes(project) ?? false) || (division !== null && (divisions?.includes(division) ?? false))
  )
}
