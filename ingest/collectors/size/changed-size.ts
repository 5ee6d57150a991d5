import { byComponent } from '../by-component.ts'
import type { CollectContext, Collected } from '../collector.ts'
import type { Report } from '../report.ts'
import { readGitDiff } from './git-diff.ts'
import { LINES_IN_KSLOC, sizeFact, type SizeOptions } from './size-fact.ts'

/** What changed between two commits. @throws {ReportRefused} */
export async function readChanged(
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
    return sizeFact(component, lines, about, report, context)
  })
  const told = warnings.filter(({ code }) => code !== 'COMPONENT_WITHOUT_FILES')
  return { facts, warnings: told, claims: ['all changes'] }
}
