import { z } from 'zod'

/** Why an event was not accepted: the closed list behind `quarantined[].code`. */
export const refusalCode = z.enum([
  'MALFORMED_JSON',
  'NOT_AN_OBJECT',
  'TOO_DEEP',
  'EVENT_TOO_LARGE',
  'UNKNOWN_KIND',
  'NEWER_VERSION',
  'RESERVED_KIND',
  'NOT_PERMITTED',
  'PRINCIPAL_REQUIRED',
  'MISSING_FIELD',
  'UNKNOWN_FIELD',
  'WRONG_TYPE',
  'OUT_OF_RANGE',
  'TOO_LONG',
  'TOO_SHORT',
  'VALUE_NOT_ALLOWED',
  'INVALID_FORMAT',
  'CONTROL_CHARACTER',
  'INCONSISTENT',
  'TIME_IN_FUTURE',
  'TIME_TOO_OLD',
  'SUBJECT_NOT_ALLOWED',
  'ID_REUSED',
  'REPORT_REFUSED',
])
export type RefusalCode = z.infer<typeof refusalCode>

/** One refusal: the code, the field it is about (a path such as `data.executed`) and a sentence. */
export interface Refusal {
  readonly code: RefusalCode
  readonly field: string | null
  readonly message: string
}

export const quarantinedEvent = z.strictObject({
  index: z.int().min(0),
  id: z.string().nullable(),
  code: refusalCode,
  field: z.string().nullable(),
  message: z.string(),
})
export type QuarantinedEvent = z.infer<typeof quarantinedEvent>

/** The answer to a delivery: `accepted` counts events that are stored, `duplicates` those of them stored before. */
export const intakeReceipt = z.strictObject({
  accepted: z.int().min(0),
  duplicates: z.int().min(0),
  quarantined: z.array(quarantinedEvent),
})
export type IntakeReceipt = z.infer<typeof intakeReceipt>
