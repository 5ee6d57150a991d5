import { z } from 'zod'

/** The variables of the pages. */
export const dashboardVariables = {
  KANMON_SESSION_SECRET: z
    .string()
    .regex(/^[\x21-\x7e]{32,512}$/, {
      error: 'must be 32 to 512 visible ASCII characters without spaces; make one with: openssl rand -hex 32',
    })
    .optional(),
  KANMON_SESSION_HOURS: z.coerce.number().min(0.25).max(168).default(12),
} as const
