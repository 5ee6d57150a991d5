import type { z } from 'zod'
import { ReportRefused } from './refused.ts'
import type { Report } from './report.ts'
import { jsonReport } from './text.ts'

/** Where in a document something stands, as its readers would write it: `runs[0].results[3].level`. */
export function placeText(path: readonly PropertyKey[]): string {
  const parts = path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`))
  return parts.join('').replace(/^\./, '')
}

/**
 * A value as `schema` describes it.
 *
 * @throws {ReportRefused} MISSING_FIELD, MALFORMED with the place of what does not fit
 */
export function checkedValue<S extends z.ZodType>(value: unknown, schema: S, inside = ''): z.output<S> {
  const checked = schema.safeParse(value)
  if (checked.success) return checked.data
  const [issue] = checked.error.issues
  const path = issue?.path ?? []
  const found = path.reduce<unknown>(
    (inner, step) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, step) : undefined),
    value,
  )
  const place = [inside, placeText(path)].filter((part) => part !== '').join('.') || 'the document'
  if (found === undefined) throw new ReportRefused('MISSING_FIELD', `${place} is absent`)
  throw new ReportRefused('MALFORMED', `${place}: ${issue?.message ?? 'is not valid'}`)
}

/** A JSON object read whole. @throws {ReportRefused} MALFORMED, WRONG_ENCODING, TOO_LARGE, NOT_THIS_FORMAT */
export async function jsonObject(report: Report, format: string): Promise<Readonly<Record<string, unknown>>> {
  const document = await jsonReport(report)
  if (typeof document === 'object' && document !== null && !Array.isArray(document)) {
    return document as Record<string, unknown>
  }
  throw new ReportRefused('NOT_THIS_FORMAT', `the document is not an object, so it is no ${format}`)
}
