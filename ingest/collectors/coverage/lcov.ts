import { defaultFieldNames, Variant } from '@friedemannsommer/lcov-parser/constants'
import { LcovParser } from '@friedemannsommer/lcov-parser/parser'
import { ReportRefused } from '../refused.ts'
import type { Report } from '../report.ts'
import { type CoverageReport, differencesOf, SourceFile, wholeOf } from './covered.ts'

/** What the end of an lcov file looks like. */
const END = /(?:^|\n)end_of_record\s*$/
const END_BYTES = 200
const NEGATIVE = /^-\d{1,15}$/

const TOTALS: ReadonlySet<Variant> = new Set([
  Variant.LineInstrumented,
  Variant.LineHit,
  Variant.BranchInstrumented,
  Variant.BranchHit,
])

interface OpenRecord {
  readonly path: string
  readonly file: SourceFile
  readonly declared: Map<Variant, number>
}

/** Follows the lines of one tracefile. The same source file may have several records, one for each test. */
class LcovReader {
  readonly files = new Map<string, SourceFile>()
  readonly differences: string[] = []
  negativeCounts = 0
  hasBranches = false
  #record: OpenRecord | null = null

  take(variant: Variant, values: readonly string[]): void {
    if (variant === Variant.FilePath) this.#open(values.join(',').trim())
    else if (variant === Variant.EndOfRecord) this.#close()
    else if (variant === Variant.LineLocation) this.#line(values)
    else if (variant === Variant.BranchLocation) this.#branch(values)
    else if (TOTALS.has(variant)) {
      this.#inRecord('a total').declared.set(variant, wholeOf(values[0]?.trim(), 'a total', null))
      if (variant === Variant.BranchInstrumented) this.hasBranches = true
    }
  }

  /** `DA:line,hits[,checksum]` */
  #line([line, hits]: readonly string[]): void {
    const { file } = this.#inRecord('DA')
    file.line(wholeOf(line, 'line of DA', null), this.#isReached(hits?.trim(), 'hits of DA'))
  }

  /** `BRDA:line,block,branch,taken`; the branch may have commas, and `-` was never reached. */
  #branch(values: readonly string[]): void {
    const { file } = this.#inRecord('BRDA')
    const taken = values.at(-1)?.trim()
    const isTaken = taken !== '-' && this.#isReached(taken, 'taken of BRDA')
    file.branch(values.slice(0, -1).join(','), isTaken ? 1 : 0, 1)
    this.hasBranches = true
  }

  /** Some tools subtract counts that raced with each other (V8's branches, gcov with threads). Below 0 nothing is shown to be reached. */
  #isReached(count: string | undefined, name: string): boolean {
    if (count === undefined || !NEGATIVE.test(count)) return wholeOf(count, name, null) > 0
    this.negativeCounts += 1
    return false
  }

  #open(path: string): void {
    if (this.#record !== null) {
      throw new ReportRefused('MALFORMED', `the record of ${this.#record.path} has no end_of_record`)
    }
    if (path.includes('\uFFFD')) throw new ReportRefused('WRONG_ENCODING', 'a path is not in UTF-8')
    this.#record = { path, file: new SourceFile(), declared: new Map() }
  }

  #inRecord(what: string): OpenRecord {
    if (this.#record === null) throw new ReportRefused('MALFORMED', `${what} stands outside every record`)
    return this.#record
  }

  #close(): void {
    const { path, file, declared } = this.#inRecord('end_of_record')
    const said = (variant: Variant) => declared.get(variant) ?? null
    const lines = { covered: said(Variant.LineHit), total: said(Variant.LineInstrumented) }
    const branches = { covered: said(Variant.BranchHit), total: said(Variant.BranchInstrumented) }
    this.differences.push(...differencesOf(`${path} lines`, lines, file.lines))
    this.differences.push(...differencesOf(`${path} branches`, branches, file.branches))
    const known = this.files.get(path)
    if (known === undefined) this.files.set(path, file)
    else known.add(file)
    this.#record = null
  }
}

/**
 * Reads an lcov tracefile (`geninfo`(1)). The format has no total over files, so that a loss of whole records at its end
 * cannot be seen; the last line must be the end of one.
 *
 * @throws {ReportRefused} TRUNCATED, MALFORMED, INVALID_VALUE, WRONG_ENCODING
 */
export async function readLcov(report: Report): Promise<CoverageReport> {
  const parser = new LcovParser(defaultFieldNames)
  const reader = new LcovReader()
  const takeAll = () => {
    // What a piece ends within is told as incomplete, and again when the next piece has come.
    for (const { variant, value, incomplete } of parser.flush()) {
      if (!incomplete) reader.take(variant, value ?? [])
    }
  }
  let end = ''
  for await (const piece of report.open()) {
    parser.write(piece)
    takeAll()
    end = (end + piece.subarray(-END_BYTES).toString('latin1')).slice(-END_BYTES)
  }
  if (!END.test(end)) throw new ReportRefused('TRUNCATED', 'the last line is not end_of_record')
  parser.write(Buffer.from('\n'))
  takeAll()
  const { files, hasBranches, differences, negativeCounts } = reader
  const unsaid = { tool: { name: 'lcov' }, measuredAt: null, namespace: '' }
  return { ...unsaid, files, hasBranches, differences, negativeCounts }
}
