import { createHash } from 'node:crypto'
import { isMap, isNode, isScalar, LineCounter, type Node, parseDocument, visit } from 'yaml'
import { type PolicyDocument, policyDocument } from '../../schemas/policy.ts'
import type { FoundProblem, Place } from './problems.ts'
import { tooDeepAt } from './yaml-depth.ts'
import { type Path, schemaProblems } from './zod-problems.ts'

/** Most bytes of one policy: ten times the longest that comes with kanmon. */
export const MAX_POLICY_BYTES = 262_144

/** A policy as read, with where its fields stand. */
export interface ParsedPolicy {
  readonly document: PolicyDocument
  readonly file: string
  /** The text with line ends of one kind, and its SHA-256, as `sha256sum` gives it. */
  readonly text: string
  readonly textDigest: string
  /** The place of a field, or of the nearest one around it. */
  readonly placeOf: (path: Path) => Place
}

export type PolicyReading =
  | { readonly ok: true; readonly policy: ParsedPolicy }
  | { readonly ok: false; readonly problems: readonly FoundProblem[] }

type Yaml = ReturnType<typeof parseDocument>

function placesOf(yaml: Yaml, lines: LineCounter) {
  const at = (node: Node | null | undefined): Place => {
    const { line, col } = lines.linePos(node?.range?.[0] ?? 0)
    return { line: Math.max(1, line), column: Math.max(1, col) }
  }
  /** The node of a path, or the nearest one around it; with `isKey` the key itself. */
  return (path: Path, isKey = false): Place => {
    let node: Node | null = yaml.contents
    for (const [index, step] of path.entries()) {
      if (!isNode(node) || !('get' in node)) break
      if (isKey && index === path.length - 1 && isMap(node)) {
        const pair = node.items.find(({ key }) => isScalar(key) && key.value === step)
        return at(isNode(pair?.key) ? pair.key : node)
      }
      const next: unknown = node.get(step, true)
      if (!isNode(next)) break
      node = next
    }
    return at(node)
  }
}

/** Reads one YAML text as a policy, or tells everything that is wrong with it. What it builds on is not looked at. */
export function parsePolicy(given: string, file: string): PolicyReading {
  const problem = (
    code: FoundProblem['code'],
    place: Place | null,
    parameters: FoundProblem['parameters'] = {},
    path = '',
  ): FoundProblem => ({ severity: 'error', code, file, place, path, parameters })
  const refused = (...problems: FoundProblem[]): PolicyReading => ({ ok: false, problems })

  if (Buffer.byteLength(given) > MAX_POLICY_BYTES) {
    return refused(problem('TOO_LARGE', null, { limit: MAX_POLICY_BYTES }))
  }
  const text = given.replace(/^\uFEFF/, '').replaceAll(/\r\n?/g, '\n')
  const deep = tooDeepAt(text)
  if (deep !== null) {
    const before = text.slice(0, deep).split('\n')
    return refused(problem('TOO_DEEP', { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 }))
  }
  const lines = new LineCounter()
  const yaml = parseDocument(text, { lineCounter: lines, prettyErrors: false, version: '1.2' })
  const placeOf = placesOf(yaml, lines)
  const broken = [...yaml.errors, ...yaml.warnings].map((error) => {
    const { line, col } = lines.linePos(error.pos[0])
    const place = { line, column: col }
    return error.code === 'DUPLICATE_KEY'
      ? problem('DUPLICATE_KEY', place)
      : problem('SYNTAX', place, { detail: error.message })
  })
  visit(yaml, {
    Alias: (_, node) => {
      const { line, col } = lines.linePos(node.range?.[0] ?? 0)
      broken.push(problem('ALIAS_NOT_ALLOWED', { line, column: col }))
    },
  })
  if (broken.length > 0) return refused(...broken)
  const value: unknown = yaml.toJS()
  const result = policyDocument.safeParse(value)
  if (!result.success) {
    const valueAt = (path: Path) => path.reduce<unknown>((inner, step) => property(inner, step), value)
    return refused(
      ...result.error.issues.flatMap((issue) =>
        schemaProblems(issue, valueAt).map(({ code, parameters, path, at }) =>
          problem(code, placeOf(path, at === 'key'), parameters, path.map(String).join('.')),
        ),
      ),
    )
  }
  const textDigest = createHash('sha256').update(text).digest('hex')
  return { ok: true, policy: { document: result.data, file, text, textDigest, placeOf } }
}

function property(value: unknown, name: PropertyKey): unknown {
  return typeof value === 'object' && value !== null ? (Reflect.get(value, name) as unknown) : undefined
}
