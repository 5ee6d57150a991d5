import { isMap, isNode, isScalar, LineCounter, type Node, parseDocument, stringify } from 'yaml'
import type { z } from 'zod'

/** A file of settings that somebody wrote, such as a mapping, has mistakes; each is told with its line. */
export class SettingsMistake extends Error {
  constructor(file: string, mistakes: readonly { readonly line: number; readonly text: string }[]) {
    super(mistakes.map(({ line, text }) => `${file}:${line}: ${text}`).join('\n'))
    this.name = 'SettingsMistake'
  }
}

type Path = readonly PropertyKey[]

/** The node of a path, or the nearest one around it. */
function nodeAt(root: Node | null, path: Path): Node | null {
  let node = root
  for (const [index, step] of path.entries()) {
    if (!isNode(node) || !('get' in node)) break
    const next: unknown = (node.get as (key: unknown, keep: true) => unknown)(step, true)
    if (isNode(next)) {
      node = next
      continue
    }
    const pair = isMap(node) ? node.items.find(({ key }) => isScalar(key) && key.value === step) : undefined
    if (isNode(pair?.key) && index === path.length - 1) node = pair.key
    break
  }
  return node
}

/** What is wrong, said of the deepest place: of a union, of the branch that came furthest. */
function deepest(issue: z.core.$ZodIssue, around: Path): { path: Path; message: string } {
  const path = [...around, ...issue.path]
  if (issue.code === 'unrecognized_keys') {
    return { path: [...path, issue.keys[0] ?? ''], message: `${issue.keys.join(', ')} is not known here` }
  }
  if (issue.code !== 'invalid_union') return { path, message: issue.message }
  const inner = issue.errors.flat().map((each) => deepest(each, path))
  return inner.reduce((best, each) => (each.path.length > best.path.length ? each : best), {
    path,
    message: inner[0]?.message ?? issue.message,
  })
}

/**
 * Reads settings written as YAML 1.2 and checks them.
 *
 * @param file as it is named to people
 * @throws {SettingsMistake} with every mistake and its line
 */
export function readSettings<S extends z.ZodType>(text: string, file: string, schema: S): z.output<S> {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, version: '1.2' })
  const lineOf = (offset: number) => Math.max(1, lines.linePos(offset).line)
  const broken = [...document.errors, ...document.warnings]
  if (broken.length > 0) {
    throw new SettingsMistake(
      file,
      broken.map(({ pos, message }) => ({ line: lineOf(pos[0]), text: message })),
    )
  }
  const checked = schema.safeParse(document.toJS({ maxAliasCount: 20 }))
  if (checked.success) return checked.data
  const mistakes = checked.error.issues.map((issue) => {
    const { path, message } = deepest(issue, [])
    const place = nodeAt(document.contents, path)
    const name = path.map(String).join('.')
    return { line: lineOf(place?.range?.[0] ?? 0), text: name === '' ? message : `${name}: ${message}` }
  })
  throw new SettingsMistake(file, mistakes)
}

/** Settings as the YAML that `readSettings` reads. */
export const settingsText = (settings: object): string => stringify(settings, { lineWidth: 100 })
