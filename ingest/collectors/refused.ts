import type { CollectRefusalCode } from './outcome.ts'

/** A report that is refused whole. */
export class ReportRefused extends Error {
  readonly code: CollectRefusalCode
  readonly line: number | null
  constructor(code: CollectRefusalCode, message: string, line: number | null = null) {
    super(message)
    this.name = 'ReportRefused'
    this.code = code
    this.line = line
  }
}
