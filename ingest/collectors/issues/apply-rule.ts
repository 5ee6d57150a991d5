import type { ValueRule } from './mapping.ts'
import type { Fields } from './tracked-issue.ts'

/** What a rule makes of an issue's fields. `unlisted` = there is a text that the mapping does not know. */
export type Applied<T> =
  | { readonly kind: 'value'; readonly value: T }
  | { readonly kind: 'absent' }
  | { readonly kind: 'unlisted'; readonly text: string }

/** The texts of a field that a rule looks at, without its prefix. */
export function textsOf(
  { field, prefix }: { readonly field: string; readonly prefix?: string | undefined },
  fields: Fields,
): readonly string[] {
  const texts = fields.get(field) ?? []
  if (prefix === undefined) return texts
  return texts.filter((text) => text.startsWith(prefix)).map((text) => text.slice(prefix.length))
}

/** Labels say many things: those without a meaning in the mapping are no mistake, unless their prefix promises one. */
const isOpenField = ({ field, prefix }: { field: string; prefix?: string | undefined }) =>
  /^labels$/i.test(field) && prefix === undefined

/** Of several texts the one that the mapping lists first holds; of a field without list, its first text. */
export function applyRule<T>(rule: ValueRule<T>, fields: Fields): Applied<T> {
  if ('constant' in rule) return { kind: 'value', value: rule.constant }
  const texts = textsOf(rule, fields)
  const [first] = texts
  if (first === undefined) return { kind: 'absent' }
  // Without a list the schema allows only fields whose own words are texts.
  if (rule.values === undefined) return { kind: 'value', value: first as T }
  const known = Object.entries(rule.values).find(([text]) => texts.includes(text))
  if (known !== undefined) return { kind: 'value', value: known[1] }
  if (isOpenField(rule)) return { kind: 'absent' }
  return rule.otherwise === undefined
    ? { kind: 'unlisted', text: first }
    : { kind: 'value', value: rule.otherwise }
}
