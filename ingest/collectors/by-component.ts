import type { CollectContext, CollectWarning } from './collector.ts'
import type { ComponentPaths } from './component-paths.ts'

/** What a report says of one file. */
export interface FileAmount<T> {
  readonly path: string
  readonly amount: T
}

export interface ByComponent<T> {
  /** Of each component that has files, undefined for the whole where none is named, what to add up. */
  readonly parts: ReadonlyMap<string | undefined, readonly T[]>
  readonly warnings: readonly CollectWarning[]
}

/**
 * Puts what a report says of its files to the components that they belong to: by their paths, or all of them to the
 * component that the context names.
 *
 * @throws {ReportRefused} UNMAPPED_VALUE when a file fits no pattern
 */
export function byComponent<T>(
  files: Iterable<FileAmount<T>>,
  { component }: CollectContext,
  paths: ComponentPaths | undefined,
): ByComponent<T> {
  const parts = new Map<string | undefined, T[]>()
  let leftOut = 0
  for (const { path, amount } of files) {
    const owner = paths === undefined ? component : paths.componentOf(path)
    if (owner === null) leftOut += 1
    else if (parts.has(owner)) parts.get(owner)?.push(amount)
    else parts.set(owner, [amount])
  }
  const empty = (paths?.components ?? []).filter((name) => !parts.has(name))
  const warnings: CollectWarning[] = empty.map((detail) => ({
    code: 'COMPONENT_WITHOUT_FILES',
    line: null,
    detail,
  }))
  if (leftOut > 0) warnings.push({ code: 'ROWS_LEFT_OUT', line: null, detail: `${leftOut} files` })
  return { parts, warnings }
}
