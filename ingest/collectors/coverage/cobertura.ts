import { ReportRefused } from '../refused.ts'
import type { XmlElement, XmlHandler } from '../xml.ts'
import { type CoverageReport, differencesOf, SourceFile, sumOf, wholeOf } from './covered.ts'

/** `50% (1/2)`: outcomes of the decisions on a line that were reached, of all. */
const CONDITIONS = /\((\d{1,9})\/(\d{1,9})\)\s*$/
/** Timestamps below this many are seconds (gcovr), not milliseconds. */
const SECONDS_BELOW = 100_000_000_000

const declaredOf = (text: string | undefined) =>
  text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : null

/**
 * Follows a Cobertura report. Only the lines of classes count: those of methods tell the same again. Classes of one file
 * are put together line by line.
 *
 * @see https://github.com/cobertura/web/blob/master/htdocs/xml/coverage-04.dtd
 */
export class CoberturaReader implements XmlHandler {
  readonly #files = new Map<string, SourceFile>()
  readonly #open: string[] = []
  #root: Readonly<Record<string, string>> = {}
  #path = ''
  #hasBranches = false

  open({ name, attributes, line }: XmlElement): void {
    const parent = this.#open.at(-1)
    const grandparent = this.#open.at(-2)
    this.#open.push(name)
    if (this.#open.length === 1) this.#begin(attributes, line)
    else if (name === 'class') this.#class(attributes, line)
    else if (name === 'line' && parent === 'lines' && grandparent === 'class') this.#line(attributes, line)
  }

  close(): void {
    this.#open.pop()
  }

  #begin(attributes: Readonly<Record<string, string>>, line: number): void {
    if (attributes['line-rate'] === undefined) {
      throw new ReportRefused(
        'NOT_THIS_FORMAT',
        'the <coverage> has no line-rate: it is not of Cobertura',
        line,
      )
    }
    this.#root = attributes
  }

  #class({ filename }: Readonly<Record<string, string>>, line: number): void {
    if (filename === undefined) throw new ReportRefused('MISSING_FIELD', 'a <class> has no filename', line)
    this.#path = filename
    if (!this.#files.has(filename)) this.#files.set(filename, new SourceFile())
  }

  #line(attributes: Readonly<Record<string, string>>, line: number): void {
    const number = wholeOf(attributes['number'], 'number of a <line>', line)
    const file = this.#files.get(this.#path)
    file?.line(number, wholeOf(attributes['hits'], 'hits of a <line>', line) > 0)
    if (attributes['branch']?.toLowerCase() !== 'true') return
    const [, covered, total] = CONDITIONS.exec(attributes['condition-coverage'] ?? '') ?? []
    if (covered === undefined || total === undefined) {
      throw new ReportRefused('MISSING_FIELD', 'a <line> with a branch has no condition-coverage', line)
    }
    this.#hasBranches = true
    file?.branch(String(number), Number(covered), Number(total))
  }

  result(): CoverageReport {
    const files = [...this.#files.values()]
    const said = (name: string) => declaredOf(this.#root[name])
    const lines = { covered: said('lines-covered'), total: said('lines-valid') }
    const branches = { covered: said('branches-covered'), total: said('branches-valid') }
    const time = said('timestamp')
    const { version } = this.#root
    return {
      tool: { name: 'cobertura', ...(version !== undefined && version !== '' && { version }) },
      files: this.#files,
      hasBranches: this.#hasBranches,
      measuredAt: time === null || time === 0 ? null : time < SECONDS_BELOW ? time * 1000 : time,
      namespace: '',
      negativeCounts: 0,
      differences: [
        ...differencesOf('lines', lines, sumOf(files.map((file) => file.lines))),
        ...differencesOf('branches', branches, sumOf(files.map((file) => file.branches))),
      ],
    }
  }
}
