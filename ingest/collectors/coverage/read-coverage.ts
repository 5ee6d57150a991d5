import { ReportRefused } from '../refused.ts'
import type { Report } from '../report.ts'
import { readXml, type XmlElement, type XmlHandler } from '../xml.ts'
import { CoberturaReader } from './cobertura.ts'
import type { CoverageReport } from './covered.ts'
import { JacocoReader } from './jacoco.ts'
import { readLcov } from './lcov.ts'

/** The first bytes that are no blanks and no byte order mark. */
async function headOf(report: Report): Promise<string> {
  let head = ''
  for await (const piece of report.open()) {
    // UTF-16 has a zero byte beside each letter of ASCII.
    head = (head + piece.subarray(0, 1024).toString('latin1')).replaceAll('\0', '').replace(/^[\sÿþï»¿]+/, '')
    if (head.length > 3) break
  }
  return head
}

function readerFor({ name, line }: XmlElement): XmlHandler & { result: () => CoverageReport } {
  if (name === 'coverage') return new CoberturaReader()
  if (name === 'report') return new JacocoReader()
  throw new ReportRefused('NOT_THIS_FORMAT', `the document is <${name}>, not <coverage> or <report>`, line)
}

async function readXmlCoverage(report: Report): Promise<CoverageReport> {
  const found: { reader?: ReturnType<typeof readerFor> } = {}
  await readXml(report, {
    open(element) {
      found.reader ??= readerFor(element)
      found.reader.open(element)
    },
    close: (name, line) => found.reader?.close?.(name, line),
  })
  if (found.reader === undefined) throw new ReportRefused('EMPTY', 'the document has no element')
  return found.reader.result()
}

/**
 * Reads a coverage report in whichever of the three formats it is.
 *
 * @throws {ReportRefused} when it is not the whole of one; EMPTY when it names no line
 */
export async function readCoverage(report: Report): Promise<CoverageReport> {
  const head = await headOf(report)
  const isLcov = /^(?:TN:|SF:|VER:|#)/.test(head)
  if (!isLcov && !head.startsWith('<')) {
    throw new ReportRefused('NOT_THIS_FORMAT', 'the file is neither lcov nor XML of Cobertura or JaCoCo')
  }
  const coverage = await (isLcov ? readLcov(report) : readXmlCoverage(report))
  if (![...coverage.files.values()].some(({ lines }) => lines.total > 0)) {
    throw new ReportRefused('EMPTY', 'the report names no line of code')
  }
  return coverage
}
