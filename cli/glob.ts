import { readdirSync, statSync } from 'node:fs'
import { join, posix } from 'node:path'
import { pathPattern, plainPath } from '../ingest/collectors/component-paths.ts'

/** Folders that no report stands in unless a pattern names them. */
const PASSED_BY = new Set(['node_modules', '.git'])

function* filesBelow(root: string, folder: string, wanted: string): Generator<string> {
  const entries = readdirSync(join(root, folder), { withFileTypes: true }).sort((a, b) =>
    a.name < b.name ? -1 : 1,
  )
  for (const entry of entries) {
    const path = posix.join(folder, entry.name)
    if (entry.isFile()) yield path
    else if (entry.isDirectory() && (!PASSED_BY.has(entry.name) || wanted.includes(entry.name))) {
      yield* filesBelow(root, path, wanted)
    }
  }
}

/** The folder that a pattern cannot leave. */
function baseOf(pattern: string): string {
  const steps = pattern.split('/')
  const first = steps.findIndex((step) => /[*?]/.test(step))
  return steps.slice(0, first === -1 ? -1 : first).join('/')
}

/**
 * The files that a path or a pattern with `*`, `**` and `?` names, in the order of their names, from `root`. Paths are
 * told as they are found; a path that names no file gives none.
 */
export function filesOf(root: string, pattern: string): readonly string[] {
  const plain = plainPath(pattern)
  if (!/[*?]/.test(plain)) {
    return statSync(join(root, plain), { throwIfNoEntry: false })?.isFile() === true ? [plain] : []
  }
  const base = baseOf(plain)
  if (statSync(join(root, base), { throwIfNoEntry: false })?.isDirectory() !== true) return []
  const expression = pathPattern(plain)
  return [...filesBelow(root, base, plain)].filter((file) => expression.test(file))
}
