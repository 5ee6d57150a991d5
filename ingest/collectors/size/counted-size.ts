import { byComponent } from '../by-component.ts'
import type { CollectContext, Collected, CollectWarning } from '../collector.ts'
import { ReportRefused } from '../refused.ts'
import type { Report } from '../report.ts'
import { jsonReport } from '../text.ts'
import { instantText } from '../times.ts'
import { isCloc, readCloc } from './cloc.ts'
import { codeOf, type CountReport } from './counted.ts'
import { readScc } from './scc.ts'
import { LINES_IN_KSLOC, sizeFact, type SizeOptions } from './size-fact.ts'
import { isTokei, readTokei } from './tokei.ts'

function countsOf(document: unknown): CountReport {
  if (Array.isArray(document)) return readScc(document)
  if (typeof document === 'object' && document !== null) {
    if (isCloc(document)) return readCloc(document)
    if (isTokei(document)) return readTokei(document)
  }
  throw new ReportRefused('NOT_THIS_FORMAT', 'the document is not JSON of cloc, tokei or scc')
}

/** What a line counter found. @throws {ReportRefused} */
export async function readCounted(
  report: Report,
  context: CollectContext,
  options: SizeOptions,
): Promise<Collected> {
  const { counter, counted, differences } = countsOf(await jsonReport(report))
  const { languages, components, excludesGenerated = false, counterVersion = counter.version } = options
  if (counted.length === 0) throw new ReportRefused('EMPTY', 'the report names nothing that was counted')
  const unnamed = counted.some(({ path }) => path === null)
  if (unnamed && components !== undefined) {
    throw new ReportRefused('MISSING_FIELD', 'the report names no files; --components needs them (--by-file)')
  }
  const wanted = languages?.map((language) => language.toLowerCase())
  const isWanted = ({ language, isGenerated }: (typeof counted)[number]) =>
    (wanted?.includes(language.toLowerCase()) ?? true) && !(excludesGenerated && isGenerated === true)
  const taken = counted.filter(isWanted)
  const files = taken.map((amount) => ({ path: amount.path ?? '', amount }))
  const { parts, warnings } = byComponent(files, context, components)
  const told: CollectWarning[] = [
    { code: 'TIME_OF_FILE', line: null, detail: instantText(report.modifiedAt) },
    ...warnings,
  ]
  const leftOut = counted.length - taken.length
  if (leftOut > 0)
    told.push({ code: 'ROWS_LEFT_OUT', line: null, detail: `${leftOut} of --languages or generated` })
  if (differences.length > 0)
    told.push({ code: 'TOTALS_DISAGREE', line: null, detail: differences.join('; ') })
  const named = { name: counter.name, ...(counterVersion !== undefined && { version: counterVersion }) }
  const facts = [...parts].map(([component, amounts]) => {
    const because = `${codeOf(amounts)} lines of code of ${report.path}`
    const hasGenerated = amounts.some(({ isGenerated }) => isGenerated === true)
    const about = {
      counter: named,
      excludesGenerated: excludesGenerated || (hasGenerated ? false : null),
      because,
    }
    return sizeFact(component, { total: codeOf(amounts) / LINES_IN_KSLOC }, about, report, context)
  })
  // Sums over languages may be of the same files: two of them in one call cannot be told apart.
  const claims = unnamed ? ['all files'] : counted.map(({ path }) => path ?? '')
  return { facts, warnings: told, claims }
}
