/** An insert whose rows come beside it. Its parts are plain names and numbers or tokens of our own, never text from outside. */
export interface InsertStatement {
  /** Qualified with its database. */
  readonly table: string
  /** None stands for all. */
  readonly columns: readonly string[]
  readonly settings: Readonly<Record<string, string | number>>
  readonly format: 'TabSeparated' | 'JSONEachRow'
}

/** The statement as SQL. Settings stand in it because the embedded engine would keep those given beside it. */
export function insertSql({ table, columns, settings, format }: InsertStatement): string {
  const named = columns.length === 0 ? '' : ` (${columns.join(', ')})`
  const set = Object.entries(settings).map(([name, value]) => `${name} = ${literal(value)}`)
  return `INSERT INTO ${table}${named} SETTINGS ${set.join(', ')} FORMAT ${format}`
}

const literal = (value: string | number) => (typeof value === 'number' ? String(value) : `'${value}'`)

const STATEMENT =
  /^INSERT INTO (?<table>[\w.]+)(?: \((?<columns>[\w, ]+)\))? SETTINGS (?<settings>.+) FORMAT (?<format>TabSeparated|JSONEachRow)$/

/** What `insertSql` was given, or null for any other text. */
export function readInsertSql(sql: string): InsertStatement | null {
  const { table, columns, settings, format } = STATEMENT.exec(sql)?.groups ?? {}
  if (table === undefined || settings === undefined || format === undefined) return null
  const pairs = settings.split(', ').map((pair) => /^(\w+) = (?:'([\w.:-]*)'|(\d+))$/.exec(pair))
  const given = pairs.flatMap((pair) => {
    const [, name, text, number] = pair ?? []
    return name === undefined ? [] : [[name, text ?? Number(number)] as const]
  })
  if (given.length < pairs.length) return null
  return {
    table,
    columns: columns?.split(', ') ?? [],
    settings: Object.fromEntries(given),
    format: format as InsertStatement['format'],
  }
}
