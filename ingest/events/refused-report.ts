import { refusedReport } from '../../schemas/refused-report.ts'
import type { Refusal } from '../../schemas/refusals.ts'

/** The refusal of what a collector tells about a report that it could not take, in the collector's words. */
export function refusalOfReport(data: unknown): Refusal {
  const told = refusedReport.safeParse(data)
  if (!told.success) {
    return {
      code: 'REPORT_REFUSED',
      field: 'data',
      message: 'a report was refused; nothing more is told of it',
    }
  }
  const { collector, path, line, code, message } = told.data
  const place = line === undefined ? path : `${path}:${line}`
  return {
    code: 'REPORT_REFUSED',
    field: null,
    message: `kanmon collect ${collector}: ${place}: ${code}: ${message}`,
  }
}
