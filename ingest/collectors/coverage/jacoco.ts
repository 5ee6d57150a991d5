import type { XmlElement, XmlHandler } from '../xml.ts'
import { type CoverageReport, differencesOf, SourceFile, sumOf, wholeOf } from './covered.ts'

type Attributes = Readonly<Record<string, string>>
const NESTING = new Set(['group', 'package', 'sourcefile'])

/**
 * Follows a JaCoCo report, of one module or of several in groups. Lines are counted where they stand, in
 * `<sourcefile>`; the counters of the whole are only compared. A file's path is group/package/file.
 *
 * @see https://www.jacoco.org/jacoco/trunk/coverage/report.dtd
 */
export class JacocoReader implements XmlHandler {
  readonly #files = new Map<string, SourceFile>()
  readonly #declared = new Map<string, { covered: number; total: number }>()
  readonly #path: string[] = []
  #depth = 0
  #name = ''
  #dumpedAt: number | null = null
  #file: SourceFile | null = null

  open({ name, attributes, line }: XmlElement): void {
    this.#depth += 1
    if (this.#depth === 1) this.#name = attributes['name'] ?? ''
    if (NESTING.has(name)) this.#path.push(attributes['name'] ?? '')
    if (name === 'sourcefile') this.#openFile()
    else if (name === 'line') this.#line(attributes, line)
    else if (name === 'counter' && this.#depth === 2) this.#counter(attributes, line)
    else if (name === 'sessioninfo') {
      const dump = wholeOf(attributes['dump'], 'dump of a <sessioninfo>', line)
      this.#dumpedAt = Math.max(this.#dumpedAt ?? 0, dump)
    }
  }

  close(name: string): void {
    this.#depth -= 1
    if (NESTING.has(name)) this.#path.pop()
    if (name === 'sourcefile') this.#file = null
  }

  #openFile(): void {
    const path = this.#path.filter((part) => part !== '').join('/')
    this.#file = this.#files.get(path) ?? new SourceFile()
    this.#files.set(path, this.#file)
  }

  #line(attributes: Attributes, line: number): void {
    const value = (name: string) => wholeOf(attributes[name], `${name} of a <line>`, line)
    const number = value('nr')
    this.#file?.line(number, value('ci') > 0)
    const covered = value('cb')
    const total = covered + value('mb')
    if (total > 0) this.#file?.branch(String(number), covered, total)
  }

  #counter(attributes: Attributes, line: number): void {
    const covered = wholeOf(attributes['covered'], 'covered of a <counter>', line)
    const missed = wholeOf(attributes['missed'], 'missed of a <counter>', line)
    this.#declared.set(attributes['type'] ?? '', { covered, total: covered + missed })
  }

  result(): CoverageReport {
    const files = [...this.#files.values()]
    const nothing = { covered: null, total: null }
    const declared = (type: string) => this.#declared.get(type) ?? nothing
    return {
      tool: { name: 'JaCoCo' },
      files: this.#files,
      hasBranches: true,
      measuredAt: this.#dumpedAt,
      namespace: this.#name,
      negativeCounts: 0,
      differences: [
        ...differencesOf('LINE', declared('LINE'), sumOf(files.map((file) => file.lines))),
        ...differencesOf('BRANCH', declared('BRANCH'), sumOf(files.map((file) => file.branches))),
      ],
    }
  }
}
