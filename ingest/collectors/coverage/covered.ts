import { ReportRefused } from '../refused.ts'

/** What of something was reached. */
export interface Covered {
  covered: number
  total: number
}

/** What a report says of one source file. */
export interface FileCoverage {
  readonly lines: Readonly<Covered>
  readonly branches: Readonly<Covered>
}

/** A coverage report as any format tells it, counted line by line. */
export interface CoverageReport {
  readonly tool: { readonly name: string; readonly version?: string }
  readonly files: ReadonlyMap<string, FileCoverage>
  /** Whether the tool looked at branches at all. */
  readonly hasBranches: boolean
  /** When it was measured, in milliseconds since 1970 UTC; null when the format does not say. */
  readonly measuredAt: number | null
  /** What tells this report's files from those of the same name in another one, such as a module; mostly ''. */
  readonly namespace: string
  /** What the report declares in sum and was not counted so. */
  readonly differences: readonly string[]
  /** Counts below 0, which were taken as not reached: the arithmetic of the tool that wrote them failed. */
  readonly negativeCounts: number
}

/** A count as reports write it. @throws {ReportRefused} INVALID_VALUE */
export function wholeOf(text: string | undefined, name: string, line: number | null): number {
  if (text !== undefined && /^\d{1,15}$/.test(text)) return Number(text)
  throw new ReportRefused('INVALID_VALUE', `${name} is ${text ?? 'missing'}, not a count`, line)
}

export function sumOf(parts: Iterable<Readonly<Covered>>): Covered {
  const sum = { covered: 0, total: 0 }
  for (const { covered, total } of parts) {
    sum.covered += covered
    sum.total += total
  }
  return sum
}

/** How a declared sum differs from what was counted; a number that is not declared does not. */
export function differencesOf(
  name: string,
  declared: Readonly<Record<keyof Covered, number | null>>,
  counted: Readonly<Covered>,
): string[] {
  return (['covered', 'total'] as const)
    .filter((of) => declared[of] !== null && declared[of] !== counted[of])
    .map((of) => `${name} ${of}: declares ${String(declared[of])}, counted ${counted[of]}`)
}

/**
 * The lines of one source file and the outcomes of the decisions on them. A line that is told several times, as by
 * several tests or by classes within classes, is one line; what one of them reached is reached.
 */
export class SourceFile implements FileCoverage {
  readonly #lines = new Map<number, boolean>()
  readonly #branches = new Map<string, Covered>()

  line(number: number, isCovered: boolean): void {
    this.#lines.set(number, isCovered || this.#lines.get(number) === true)
  }

  /** @param id tells the decision, or one outcome of it, within the file */
  branch(id: string, covered: number, total: number): void {
    const known = this.#branches.get(id) ?? { covered: 0, total: 0 }
    this.#branches.set(id, {
      covered: Math.max(known.covered, covered),
      total: Math.max(known.total, total),
    })
  }

  add(other: SourceFile): void {
    for (const [number, isCovered] of other.#lines) this.line(number, isCovered)
    for (const [id, { covered, total }] of other.#branches) this.branch(id, covered, total)
  }

  get lines(): Covered {
    let covered = 0
    for (const isCovered of this.#lines.values()) if (isCovered) covered += 1
    return { covered, total: this.#lines.size }
  }

  get branches(): Covered {
    return sumOf(this.#branches.values())
  }
}
