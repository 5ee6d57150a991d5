import { DEFAULT_PERCENT_CAP } from '../../analytics/evm/earned-value.ts'
import { inheritedRules } from '../../analytics/verdict/inherited-rules.ts'
import { type Condition, type GateKind, gateKind, type Policy } from '../../schemas/policy.ts'
import { digestOf } from '../assessor/digest.ts'
import type { ParsedPolicy } from './parse.ts'

/** One version of a policy, and since when it is known and applies. Instants are milliseconds. */
export interface PolicyVersion {
  readonly parsed: ParsedPolicy
  /** The first civil date on which it applies: the document's, or the day of its recording when that is later. */
  readonly effectiveFrom: string
  readonly knownFrom: number
  readonly uploadedAt: number
  readonly uploadedBy: string
}

export type Chain =
  | { readonly ok: true; readonly versions: readonly [PolicyVersion, ...PolicyVersion[]] }
  | {
      readonly ok: false
      readonly code: 'INHERITANCE_CYCLE' | 'UNKNOWN_PARENT'
      readonly ids: readonly string[]
    }

export const idOf = ({ parsed }: PolicyVersion): string => parsed.document.id

/** A version with what it builds on, the nearest first. Where that cannot be, `ids` say on which way. */
export function chainOf(version: PolicyVersion, versionOf: (id: string) => PolicyVersion | null): Chain {
  const versions: [PolicyVersion, ...PolicyVersion[]] = [version]
  const ids = [idOf(version)]
  let parentId = version.parsed.document.extends
  while (parentId !== undefined) {
    const isKnown = ids.includes(parentId)
    ids.push(parentId)
    if (isKnown) return { ok: false, code: 'INHERITANCE_CYCLE', ids }
    const parent = versionOf(parentId)
    if (parent === null) return { ok: false, code: 'UNKNOWN_PARENT', ids }
    versions.push(parent)
    parentId = parent.parsed.document.extends
  }
  return { ok: true, versions }
}

/** A child's conditions replace the parent's of the same id, in the parent's place; new ones follow. */
function merge(parent: readonly Condition[], child: readonly Condition[]): Condition[] {
  const own = new Map(child.map((condition) => [condition.id, condition]))
  const kept = parent.map((condition) => own.get(condition.id) ?? condition)
  const inherited = new Set(parent.map((condition) => condition.id))
  return [...kept, ...child.filter((condition) => !inherited.has(condition.id))]
}

const textOf = ({ parsed: { document, textDigest } }: PolicyVersion) => ({
  id: document.id,
  version: document.version,
  textDigest,
})

/** The policy of a chain: every version laid over what it builds on. */
export function resolveChain([own, ...parents]: readonly [PolicyVersion, ...PolicyVersion[]]): Policy {
  const [nearest, ...further] = parents
  const parent = nearest === undefined ? undefined : resolveChain([nearest, ...further])
  const { document, textDigest } = own.parsed
  const gates: Partial<Record<GateKind, readonly Condition[]>> = { ...parent?.gates }
  for (const kind of gateKind.options) {
    const gate = document.gates[kind]
    if (gate !== undefined) gates[kind] = merge(parent?.gates[kind] ?? [], gate.conditions)
  }
  const judged = {
    id: document.id,
    version: document.version,
    title: document.title,
    effectiveFrom: own.effectiveFrom,
    residentServices: document.residentServices,
    percentCompleteCap: document.percentCompleteCap ?? parent?.percentCompleteCap ?? DEFAULT_PERCENT_CAP,
    ...inheritedRules(document, parent),
    gates,
  }
  return { ...judged, digest: digestOf(JSON.stringify(judged)), textDigest, parents: parents.map(textOf) }
}
