import { z } from 'zod'

/** The variables of signing. Without `KANMON_SIGNING_KEY_FILE` nothing is signed. */
export const signingVariables = {
  KANMON_SIGNING_KEY_FILE: z.string().optional(),
  KANMON_RETIRED_KEYS: z.string().optional(),
} as const
