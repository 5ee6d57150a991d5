import { defaultFieldNames, Variant } from '@friedemannsommer/lcov-parser/constants'
import { LcovParser } from '@friedemannsommer/lcov-parser/parser'
import { ReportRefused } from '../refused.ts'
import type { Report } from '../report.ts'
import { type CoverageReport, differencesOf, SourceFile, wholeOf } from './covered.ts'

/** What the end of an lcov file looks like. */
const END = /(?:^|\n)end_of_record\s*$/
const END_BYTES = 200

interface OpenRecord {
  readonly path: string
  readonly file: SourceFile
  readonly declared: Map<Variant, number>
}

/** Follows the lines of one tracefile. The same source file may have several records, one for each test. */
class LcovReader {
  readonly files = new Map<string, SourceFile>()
  readonly differences: string[] = []
  hasBranches = false
  #record: OpenRecord | null = null

  take(variant: Variant, values: readonly string[]): void {
    switch (variant) {
      case Variant.FilePath:
        return this.#open(values.join(',').trim())
      case Variant.EndOfRecord:
        return this.#close()
      case Variant.LineLocation: {
        const [line, hits] = values
        const { file } = this.#inRecord('DA')
        return file.line(wholeOf(line, 'line of DA', null), wholeOf(hits?.trim(), 'hits of DA', null) > 0)
      }
      case Variant.BranchLocation: {
        const taken = values.at(-1)?.trim()
        const { file } = this.#inRecord('BRDA')
        const isTaken = taken !== '-' && wholeOf(taken, 'taken of BRDA', null) > 0
        this.hasBranches = true
        return file.branch(values.slice(0, -1).join(','), isTaken ? 1 : 0, 1)
      }
      case Variant.BranchInstrumented:
      case Variant.BranchHit:
      case Variant.LineInstrumented:
      case Variant.LineHit:
        if (variant === Variant.BranchInstrumented) this.hasBranches = true
        this.#inRecord('a total').declared.set(variant, wholeOf(values[0]?.trim(), 'a total', null))
        return
      default:
    }
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
    for (const { variant, value } of parser.flush()) reader.take(variant, value ?? [])
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
  const { files, hasBranches, differences } = reader
  return { tool: { name: 'lcov' }, files, hasBranches, measuredAt: null, namespace: '', differences }
}
