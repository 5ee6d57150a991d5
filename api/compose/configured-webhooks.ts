import type { Environment } from '../../schemas/config.ts'
import { loadEndpoints } from '../notifications/endpoint.ts'
import { noWebhooks, type Webhooks } from './notifications-port.ts'

/** The webhooks of the file that the environment names; their secrets may be in any of `variables`. */
export async function configuredWebhooks(
  environment: Environment,
  variables: Readonly<Record<string, string | undefined>>,
): Promise<Webhooks> {
  const { KANMON_WEBHOOKS: file, KANMON_WEBHOOKS_INTERVAL: seconds } = environment
  if (file === undefined) return noWebhooks
  return { endpoints: await loadEndpoints(file, variables), interval: seconds * 1000 }
}
