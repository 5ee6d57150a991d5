import { z } from 'zod'

/** What a field of a fact takes. */
export type FieldType = 'text' | 'number' | 'boolean' | 'date' | 'instant'

interface Node {
  readonly type?: string
  readonly format?: string
  readonly properties?: Readonly<Record<string, Node>>
}

function typeOf({ type, format }: Node): FieldType | null {
  if (format === 'date') return 'date'
  if (format === 'date-time') return 'instant'
  if (type === 'number' || type === 'integer') return 'number'
  return type === 'string' ? 'text' : type === 'boolean' ? 'boolean' : null
}

/** Every field of a schema that one cell can fill, by its path such as `ksloc.added`, with what it takes. */
export function fieldTypes(schema: z.ZodType): ReadonlyMap<string, FieldType> {
  const types = new Map<string, FieldType>()
  const walk = ({ properties = {} }: Node, before: string) => {
    for (const [name, node] of Object.entries(properties)) {
      const type = typeOf(node)
      if (type !== null) types.set(before + name, type)
      else walk(node, `${before}${name}.`)
    }
  }
  walk(z.toJSONSchema(schema, { io: 'input' }) as Node, '')
  return types
}
