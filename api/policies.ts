import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseDocument } from 'yaml'
import {
  type Condition,
  type GateKind,
  gateKind,
  type Policy,
  type PolicyDocument,
  policyDocument,
} from '../schemas/policy.ts'
import { digestOf } from './assessor/digest.ts'

/** The policies that are in force, by profile. */
export type PolicyBook = ReadonlyMap<string, Policy>

/** Highest percent complete credited without objective evidence, when a policy does not say. */
const DEFAULT_CAP = 80

/** Reads one YAML text as a policy; throws with the file, the line and the rule that is broken. */
export function parsePolicy(text: string, file: string): PolicyDocument {
  const document = parseDocument(text)
  const [broken] = document.errors
  if (broken !== undefined) throw new Error(`${file}: ${broken.message}`)
  const result = policyDocument.safeParse(document.toJS())
  if (result.success) return result.data
  const lines = result.error.issues.map((issue) => {
    const node: unknown = document.getIn(issue.path as (string | number)[], true)
    const range =
      typeof node === 'object' && node !== null && 'range' in node ? (node.range as [number] | null) : null
    const line = range ? text.slice(0, range[0]).split('\n').length : null
    return `${file}${line === null ? '' : `:${line}`}: ${issue.path.join('.') || 'document'}: ${issue.message}`
  })
  throw new Error(lines.join('\n'))
}

/** A child's conditions replace the parent's of the same id, in the parent's place; new ones follow. */
function merge(parent: readonly Condition[], child: readonly Condition[]): Condition[] {
  const own = new Map(child.map((condition) => [condition.id, condition]))
  const kept = parent.map((condition) => own.get(condition.id) ?? condition)
  const inherited = new Set(parent.map((condition) => condition.id))
  return [...kept, ...child.filter((condition) => !inherited.has(condition.id))]
}

function resolve(
  document: PolicyDocument,
  documents: ReadonlyMap<string, PolicyDocument>,
  seen: readonly string[] = [],
): Policy {
  if (seen.includes(document.id))
    throw new Error(`policies: ${[...seen, document.id].join(' extends ')} is a cycle`)
  const parentId = document.extends
  const parentDocument = parentId === undefined ? undefined : documents.get(parentId)
  if (parentId !== undefined && parentDocument === undefined) {
    throw new Error(`policies: ${document.id} extends ${parentId}, which does not exist`)
  }
  const parent = parentDocument && resolve(parentDocument, documents, [...seen, document.id])
  const gates: Partial<Record<GateKind, readonly Condition[]>> = { ...parent?.gates }
  for (const kind of gateKind.options) {
    const own = document.gates[kind]
    if (own !== undefined) gates[kind] = merge(parent?.gates[kind] ?? [], own.conditions)
  }
  const resolved = {
    id: document.id,
    version: document.version,
    title: document.title,
    effectiveFrom: document.effectiveFrom,
    residentServices: document.residentServices,
    percentCompleteCap: document.percentCompleteCap ?? parent?.percentCompleteCap ?? DEFAULT_CAP,
    gates,
  }
  return { ...resolved, digest: digestOf(JSON.stringify(resolved)) }
}

/** Policies with their inheritance resolved and their digests taken. @throws when one is wrong; nothing is half loaded. */
export function policyBook(documents: readonly PolicyDocument[]): PolicyBook {
  const byId = new Map<string, PolicyDocument>()
  for (const document of documents) {
    if (byId.has(document.id)) throw new Error(`policies: ${document.id} is defined twice`)
    byId.set(document.id, document)
  }
  return new Map(documents.map((document) => [document.id, resolve(document, byId)]))
}

/** Reads every `*.yaml` of a directory as a policy. */
export async function loadPolicies(directory: string): Promise<PolicyBook> {
  const files = (await readdir(directory)).filter((file) => file.endsWith('.yaml')).sort()
  const documents = await Promise.all(
    files.map(async (file) => parsePolicy(await readFile(join(directory, file), 'utf8'), file)),
  )
  return policyBook(documents)
}
