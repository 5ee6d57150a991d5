/** Lines of code, without comments and blanks, of one file, or of all files of one language where no file is named. */
export interface CountedLines {
  readonly path: string | null
  readonly language: string
  readonly code: number
  /** Whether the counter found that nobody wrote it; null when it did not say. */
  readonly isGenerated: boolean | null
}

/** What a line counter reports. */
export interface CountReport {
  readonly counter: { readonly name: string; readonly version?: string }
  readonly counted: readonly CountedLines[]
  /** What the report declares in sum and was not counted so. */
  readonly differences: readonly string[]
}

/** How a declared number differs from what was counted, if it is declared and does. */
export const difference = (name: string, declared: number | undefined, counted: number): string[] =>
  declared === undefined || declared === counted ? [] : [`${name}: declares ${declared}, counted ${counted}`]

export const codeOf = (counted: readonly { readonly code: number }[]) =>
  counted.reduce((sum, { code }) => sum + code, 0)
