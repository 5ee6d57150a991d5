import { z } from 'zod'

/** Why a report was refused whole: a closed list. */
export const collectRefusalCode = z.enum([
  'UNREADABLE',
  'EMPTY',
  'TRUNCATED',
  'MALFORMED',
  'NOT_THIS_FORMAT',
  'UNSUPPORTED_VERSION',
  'WRONG_ENCODING',
  'ENTITIES_NOT_ALLOWED',
  'TOO_LARGE',
  'TOO_DEEP',
  'MISSING_FIELD',
  'INVALID_VALUE',
  'UNMAPPED_VALUE',
  'SEVERAL_PROJECTS',
  'OVERLAPPING_REPORTS',
  'TOOL_FAILED',
  'SUCCESS_NOT_STATED',
  'NOTHING_SCANNED',
])
export type CollectRefusalCode = z.infer<typeof collectRefusalCode>

/** What is told of a report that was taken: a closed list. */
export const collectWarningCode = z.enum([
  'TOTALS_DISAGREE',
  'NEGATIVE_COUNTS',
  'TIME_WITHOUT_ZONE',
  'TIME_OF_FILE',
  'TIME_AFTER_FILE',
  'REPEATED_CASES',
  'CASES_WITHOUT_OUTCOME',
  'NO_CASES',
  'COMPONENT_WITHOUT_FILES',
  'FURTHER_WARNINGS',
  'FORMULA_VALUE',
  'ROWS_LEFT_OUT',
  'SUPPRESSED_FINDINGS',
  'HISTORY_ABSENT',
  'HISTORY_INCOMPLETE',
  'SEVERITY_UNKNOWN',
  'TOOL_ERRORS_TOLD',
  'FINDINGS_LEFT_OUT',
  'ABSOLUTE_PATHS',
  'INVENTORY_ONLY',
  'NOT_COMPARED',
  'ANOTHER_SCOPE',
  'NOT_SHOWN_FIXED',
  'NOTHING_LOOKED_AT',
])
export type CollectWarningCode = z.infer<typeof collectWarningCode>
