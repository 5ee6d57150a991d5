/** Beyond it a text is left as it is: the engine takes statements of at most 262,144 bytes. */
const LONGEST = 50_000

const PLACEHOLDER = /\{(\w+):([\w()]+)\}/g

const quoted = (text: string) => `'${text.replaceAll(/[\\']/g, '\\$&').replaceAll('\0', '\\0')}'`

/** How a value of each type that kanmon's queries declare stands in SQL. Only texts come from outside. */
const LITERALS: Readonly<Record<string, (value: unknown) => string>> = {
  String: (value) => quoted(text(value)),
  'Nullable(String)': (value) => `CAST(${value === null ? 'NULL' : quoted(text(value))}, 'Nullable(String)')`,
  'Array(String)': (value) => {
    if (!Array.isArray(value)) throw new TypeError('literals: a list was expected')
    return `CAST([${value.map((each) => quoted(text(each))).join(', ')}], 'Array(String)')`
  },
  Int64: (value) => `toInt64(${integer(value)})`,
  UInt32: (value) => String(integer(value)),
  Bool: (value) => (value === true ? 'true' : 'false'),
}

function text(value: unknown): string {
  if (typeof value !== 'string') throw new TypeError('literals: a text was expected')
  return value
}

function integer(value: unknown): number {
  if (!Number.isSafeInteger(value)) throw new TypeError('literals: a whole number was expected')
  return value as number
}

/**
 * A statement with its parameters as literals, or null when it would become too long. The embedded engine runs one
 * statement with parameters at a time in the whole process, so a slow one would hold up every other
 * (chdb 3.4.0, `runExclusiveParam`); statements without run beside each other.
 *
 * @throws {TypeError} for a type that has no literal here, and for a value that is not of its type
 */
export function withLiterals(sql: string, values: Readonly<Record<string, unknown>>): string | null {
  const written = sql.replaceAll(PLACEHOLDER, (_, name: string, type: string) => {
    const literal = LITERALS[type]
    if (literal === undefined) throw new TypeError(`literals: no literal for ${type}`)
    if (!(name in values)) throw new TypeError(`literals: no value for ${name}`)
    return literal(values[name])
  })
  return Buffer.byteLength(written) > LONGEST ? null : written
}
