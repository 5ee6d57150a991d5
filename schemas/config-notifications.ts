import { z } from 'zod'

/** The variables of notifications. Without `KANMON_WEBHOOKS` nobody is told anything, and nothing is watched. */
export const notificationVariables = {
  KANMON_WEBHOOKS: z.string().optional(),
  KANMON_WEBHOOKS_INTERVAL: z.coerce.number().min(1).max(3600).default(15),
} as const
