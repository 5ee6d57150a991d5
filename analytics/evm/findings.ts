import {
  findingCodes,
  findingSeverities,
  type FindingCode,
  type FindingSeverity,
} from '../../schemas/indicators.ts'

/** Something about the data that a reader of the numbers must know. */
export interface Finding {
  readonly code: FindingCode
  readonly severity: FindingSeverity
  readonly workPackage?: string
  /** The facts behind it, by name: dates, amounts, counts, units. */
  readonly detail: Readonly<Record<string, string | number>>
}

/** A finding with the severity of its code. */
export function finding(code: FindingCode, detail: Finding['detail'], workPackage?: string): Finding {
  const severity = findingSeverities[code]
  return workPackage === undefined ? { code, severity, detail } : { code, severity, workPackage, detail }
}

/** Findings in the order of their codes, then of their packages. */
export function sortFindings(findings: readonly Finding[]): readonly Finding[] {
  const text = (value: Finding) => `${value.workPackage ?? ''}\u0000${JSON.stringify(value.detail)}`
  const rank = new Map(findingCodes.map((code, index) => [code, index]))
  return [...findings].sort(
    (a, b) => (rank.get(a.code) ?? 0) - (rank.get(b.code) ?? 0) || (text(a) < text(b) ? -1 : 1),
  )
}
