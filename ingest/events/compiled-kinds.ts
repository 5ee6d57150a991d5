import { z } from 'zod'
import { type FactKind, factKinds, kinds } from '../../schemas/facts/index.ts'
import { canonicalJson } from './digest.ts'

type Schema = z.core.$ZodType<Record<string, unknown>>

/** A kind's schema, prepared for many events. */
export interface CompiledKind {
  /** Takes and refuses exactly what the kind's own schema does. */
  readonly parse: (data: unknown) => { success: true; data: Record<string, unknown> } | { success: false }
  /** What `parse` gave out as JSON text with sorted keys. */
  readonly write: (data: Record<string, unknown>) => string
  /** What `parse` gives out is always what it was given, so that one text stands for both. */
  readonly keepsInput: boolean
}

/**
 * Compiles a schema with its keys sorted at every level: since zod gives fields out in the schema's order, what comes out
 * needs no sorting. A schema with a type that this does not know is used as it is, only slower.
 */
export function compileKind(schema: Schema): CompiledKind {
  const changes = { found: false }
  const sorted = withSortedKeys(schema, changes)
  const compiled = z.compile(sorted ?? schema)
  return {
    parse: (data) => z.safeParse(compiled, data),
    write: sorted === null ? canonicalJson : (data) => JSON.stringify(data),
    keepsInput: sorted !== null && !changes.found,
  }
}

const LEAVES = new Set(['string', 'number', 'boolean', 'enum', 'literal'])

/** The same schema with sorted keys, or null when it has a type that may give out anything. */
function withSortedKeys<T extends z.core.$ZodType>(schema: T, changes: { found: boolean }): T | null {
  const { def } = (schema as z.core.$ZodType as z.core.$ZodTypes)._zod
  const child = (inner: z.core.$ZodType) => withSortedKeys(inner, changes)
  const rebuilt = (change: Record<string, unknown>) => z.clone(schema, { ...schema._zod.def, ...change })
  if (def.checks?.some(({ _zod }) => _zod.def.check === 'overwrite') === true) changes.found = true
  if ('coerce' in def && def.coerce) changes.found = true
  if (LEAVES.has(def.type)) return schema
  if (def.type === 'optional' || def.type === 'default') {
    if (def.type === 'default') changes.found = true
    return orNull(child(def.innerType), (innerType) => rebuilt({ innerType }))
  }
  if (def.type === 'array') return orNull(child(def.element), (element) => rebuilt({ element }))
  if (def.type === 'union') return orNull(all(def.options.map(child)), (options) => rebuilt({ options }))
  // Anything but a strict object drops or passes on what it does not know.
  if (def.type !== 'object' || def.catchall?._zod.def.type !== 'never') return null
  const fields = Object.entries(def.shape).sort(([a], [b]) => (a < b ? -1 : 1))
  return orNull(all(fields.map(([, field]) => child(field))), (found) =>
    rebuilt({ shape: Object.fromEntries(fields.map(([name], place) => [name, found[place]])) }),
  )
}

const orNull = <T, R>(value: T | null, use: (value: T) => R): R | null => (value === null ? null : use(value))

function all<T>(values: readonly (T | null)[]): T[] | null {
  const found = values.filter((value) => value !== null)
  return found.length === values.length ? found : null
}

/** Every kind, compiled. */
export const compiledKinds = Object.fromEntries(
  factKinds.map((kind) => [kind, compileKind(kinds[kind].data)]),
) as Readonly<Record<FactKind, CompiledKind>>
