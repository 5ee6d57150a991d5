import { addedByComponent } from '../added-up.ts'
import { byComponent } from '../by-component.ts'
import type { CollectContext, Collected, CollectedFactOf, Collector, CollectWarning } from '../collector.ts'
import type { ComponentPaths } from '../component-paths.ts'
import { ReportRefused } from '../refused.ts'
import type { Report } from '../report.ts'
import { jsonReport } from '../text.ts'
import { dateIn, instantText } from '../times.ts'
import { isCloc, readCloc } from './cloc.ts'
import { codeOf, type CountReport } from './counted.ts'
import { readGitDiff } from './git-diff.ts'
import { readScc } from './scc.ts'
import { isTokei, readTokei } from './tokei.ts'

export interface SizeOptions {
  /** The reports are differences between two commits, as `openGitDiff` makes them. */
  readonly git?: boolean | undefined
  /** The component of each file; without it every file is of the context's component. */
  readonly components?: ComponentPaths | undefined
  /** Languages that count, by the counter's names; without it all that it counts. */
  readonly languages?: readonly string[] | undefined
  /** The counter was told to leave out generated code, or what it marks as such is to be left out. */
  readonly excludesGenerated?: boolean | undefined
  readonly counterVersion?: string | undefined
}

type Fact = CollectedFactOf<'size.measured'>
type Lines = NonNullable<Fact['data']['ksloc']>

const LINES_IN_KSLOC = 1000

function countsOf(document: unknown): CountReport {
  if (Array.isArray(document)) return readScc(document)
  if (typeof document === 'object' && document !== null) {
    if (isCloc(document)) return readCloc(document)
    if (isTokei(document)) return readTokei(document)
  }
  throw new ReportRefused('NOT_THIS_FORMAT', 'the document is not JSON of cloc, tokei or scc')
}

function factOf(
  component: string | undefined,
  ksloc: Lines,
  about: { counter: Fact['data']['counter']; excludesGenerated: boolean | null; because: string },
  report: Report,
  { timeZone }: CollectContext,
): Fact {
  if (component === undefined) {
    throw new ReportRefused('MISSING_FIELD', 'a size is of a component: --component or --components')
  }
  return {
    kind: 'size.measured',
    data: {
      component,
      asOf: dateIn(report.modifiedAt, timeZone),
      ksloc,
      counter: about.counter,
      ...(about.excludesGenerated !== null && { excludesGenerated: about.excludesGenerated }),
    },
    occurredAt: instantText(report.modifiedAt),
    line: null,
    because: about.because,
  }
}

async function readCounted(
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
    return factOf(component, { total: codeOf(amounts) / LINES_IN_KSLOC }, about, report, context)
  })
  // Sums over languages may be of the same files: two of them in one call cannot be told apart.
  const claims = unnamed ? ['all files'] : counted.map(({ path }) => path ?? '')
  return { facts, warnings: told, claims }
}

async function readChanged(
  report: Report,
  context: CollectContext,
  options: SizeOptions,
): Promise<Collected> {
  const { gitVersion, files } = await readGitDiff(report)
  const { components, excludesGenerated } = options
  const changed = [...files].map(([path, amount]) => ({ path, amount }))
  const { parts, warnings } = byComponent(changed, context, components)
  const counter = { name: 'git diff, lines not blank', version: gitVersion }
  // A component in which nothing changed has changed by nothing: that is known, and said.
  const names = components?.components ?? [context.component]
  const facts = names.map((component) => {
    const amounts = parts.get(component) ?? []
    const sum = (of: 'added' | 'modified' | 'deleted') =>
      amounts.reduce((lines, amount) => lines + amount[of], 0) / LINES_IN_KSLOC
    const because = `${amounts.length} files that differ in ${report.path}`
    const about = { counter, excludesGenerated: excludesGenerated === true ? true : null, because }
    const lines = { added: sum('added'), modified: sum('modified'), deleted: sum('deleted') }
    return factOf(component, lines, about, report, context)
  })
  const told = warnings.filter(({ code }) => code !== 'COMPONENT_WITHOUT_FILES')
  return { facts, warnings: told, claims: ['all changes'] }
}

/**
 * Size from cloc, tokei or scc (JSON), or from what git says changed between two commits: one `size.measured` for each
 * component. Reports of one call are added up, and must not tell of the same file.
 */
export const size: Collector<SizeOptions> = {
  name: 'size',
  onlyTogether: true,
  read: (report, context, options) =>
    options.git === true ? readChanged(report, context, options) : readCounted(report, context, options),
  conclude: (facts) =>
    addedByComponent(
      facts.filter((fact) => fact.kind === 'size.measured'),
      (parts) => ({ ksloc: { total: parts.reduce((sum, { ksloc }) => sum + (ksloc?.total ?? 0), 0) } }),
    ),
}
