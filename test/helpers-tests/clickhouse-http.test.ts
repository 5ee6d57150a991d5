import { ClickHouseLogLevel, createClient } from '@clickhouse/client'
import { afterAll, afterEach, expect, test } from 'vitest'
import { openStore } from '../../store/open.ts'
import { type Batch, writeBatch } from '../../store/write-batch.ts'
import { startClickHouseHttp } from '../helpers/clickhouse-http/server.ts'
import { until } from '../helpers/proxy/until.ts'
import { makeDirectory } from '../helpers/store.ts'

const server = await startClickHouseHttp({ dataDirectory: makeDirectory() })
const store = await openStore(
  { dataDirectory: '/nowhere', clickhouse: { url: server.url } },
  { now: Date.now },
)
const log = { level: ClickHouseLogLevel.OFF }
const client = createClient({
  log,
  url: server.url,
  compression: { request: true, response: true },
  keep_alive: { enabled: false },
})
afterEach(() => server.heal())
afterAll(async () => {
  await client.close()
  await store.close()
  await server.close()
})

let numbers = 100
/** A block for the migrations' own table: any table of the store does, and this one is the narrowest. */
function block(rows = 3): Batch & { readonly lines: readonly string[]; readonly numbers: readonly number[] } {
  const own = Array.from({ length: rows }, () => numbers++)
  const lines = own.map((number) =>
    JSON.stringify({
      number,
      file: `f'\\-${number}; SELECT 1`,
      checksum: 'c'.repeat(64),
      applied_at: '2026-04-01 12:00:00.000',
    }),
  )
  return { table: 'schema_migrations', token: `test:${own[0]!}`, lines, numbers: own }
}

const stored = async (batch: { numbers: readonly number[] }): Promise<number> => {
  const list = batch.numbers.join()
  const [row] = await server.rows<{ n: number }>(
    `SELECT toUInt32(count()) AS n FROM kanmon.schema_migrations WHERE number IN (${list})`,
  )
  return row!.n
}

test('the store opens over HTTP with its migrations, and a second opening finds them applied', async () => {
  const again = await openStore(
    { dataDirectory: '/nowhere', clickhouse: { url: server.url } },
    { now: Date.now },
  )
  await again.close()
  const tables = await server.rows<{ name: string }>(
    "SELECT name FROM system.tables WHERE database = 'kanmon' ORDER BY name",
  )
  expect(tables.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['facts', 'quarantine', 'schema_migrations', 'verdicts']),
  )
  const applied = await server.rows<{ rows: number; files: number }>(
    'SELECT toUInt32(count()) AS rows, toUInt32(uniqExact(number)) AS files FROM kanmon.schema_migrations WHERE number < 100',
  )
  expect(applied[0]!.rows).toBe(applied[0]!.files)
})

test('a block inserted twice with its token is stored once, and its settings are gone with the request', async () => {
  const batch = block()
  await writeBatch(store, batch)
  await writeBatch(store, batch)
  expect(await stored(batch)).toBe(3)
  // The token in the URL this time: a later insert without one must not be taken for its copy.
  const [first, second] = [block(1), block(1)]
  for (const [{ lines }, token] of [
    [first, 'url-token'],
    [second, undefined],
  ] as const) {
    await client.insert({
      table: 'kanmon.schema_migrations',
      values: lines.map((line) => JSON.parse(line) as unknown),
      format: 'JSONEachRow',
      clickhouse_settings: token === undefined ? {} : { insert_deduplication_token: token },
    })
  }
  expect([await stored(first), await stored(second)]).toEqual([1, 1])
})

test('parameters of every kind reach the engine as they were given', async () => {
  const hard = `it's "a" \\ tab\t line\n 日本語 {x:String} \\N; DROP`
  const answer = await client.query({
    query:
      'SELECT {text:String} AS text, {list:Array(String)} AS list, {none:Nullable(Int8)} AS none, {at:DateTime64(3)} AS at, {n:UInt64} AS n, {yes:Bool} AS yes',
    query_params: {
      text: hard,
      list: [hard, ''],
      none: null,
      at: '2026-01-02 03:04:05.678',
      n: '18446744073709551615',
      yes: true,
    },
    format: 'JSONEachRow',
    clickhouse_settings: { output_format_json_quote_64bit_integers: 1 },
  })
  const [row] = await answer.json()
  expect(row).toEqual({
    text: hard,
    list: [hard, ''],
    none: null,
    at: '2026-01-02 03:04:05.678',
    n: '18446744073709551615',
    yes: true,
  })
})

test('a long list of parameters is taken from the URL and from a multipart body', async () => {
  const ids = Array.from({ length: 2000 }, (_, index) => `id-${index}`)
  for (const use_multipart_params of [false, true]) {
    const answer = await client.query({
      query: 'SELECT length({ids:Array(String)}) AS n',
      query_params: { ids },
      format: 'JSONEachRow',
      use_multipart_params,
    })
    expect(await answer.json()).toEqual([{ n: 2000 }])
  }
})

test('answers carry the headers of a server', async () => {
  const answer = await client.query({ query: 'SELECT 1 AS one', format: 'JSONEachRow', query_id: 'my-query' })
  await answer.text()
  expect(answer.response_headers).toMatchObject({
    'x-clickhouse-query-id': 'my-query',
    'x-clickhouse-format': 'JSONEachRow',
    'x-clickhouse-summary': expect.stringContaining('"read_rows":"1"'),
  })
  const plain = await fetch(`${server.url}/?query=SELECT+1,2`)
  expect([plain.headers.get('x-clickhouse-format'), await plain.text()]).toEqual(['TabSeparated', '1\t2\n'])
  expect(await (await fetch(`${server.url}/ping`)).text()).toBe('Ok.\n')
  const csv = await fetch(`${server.url}/?default_format=CSV&database=kanmon`, {
    method: 'POST',
    body: 'SELECT currentDatabase()',
  })
  expect(await csv.text()).toBe('"kanmon"\n')
})

test('a body in a binary format is stored byte for byte', async () => {
  const sql = 'INSERT INTO kanmon.blobs FORMAT RowBinary'
  await client.command({ query: 'CREATE TABLE kanmon.blobs (b String) ENGINE = Memory' })
  const response = await fetch(`${server.url}/?query=${encodeURIComponent(sql)}`, {
    method: 'POST',
    body: new Uint8Array([3, 0xff, 0x00, 0x80]),
  })
  expect(response.status).toBe(200)
  expect(await server.rows('SELECT hex(b) AS b FROM kanmon.blobs')).toEqual([{ b: 'FF0080' }])
})

test('an error of the engine has its code at the client and its status on the wire', async () => {
  await expect(client.query({ query: 'SELECT * FROM kanmon.nowhere' })).rejects.toMatchObject({
    code: '60',
    type: 'UNKNOWN_TABLE',
  })
  const bad = block(1)
  const lines = [bad.lines[0]!, '{"number": "many"}']
  await expect(writeBatch(store, { ...bad, lines })).rejects.toMatchObject({ code: '27' })
  expect(await stored(bad)).toBe(0)
  const response = await fetch(`${server.url}/?query=SELECT+*+FROM+kanmon.nowhere`)
  expect([response.status, response.headers.get('x-clickhouse-exception-code')]).toEqual([404, '60'])
  const write = await fetch(`${server.url}/?query=DROP+TABLE+kanmon.facts`)
  expect([write.status, write.headers.get('x-clickhouse-exception-code')]).toEqual([500, '164'])
})

test('an ordered failure is answered so many times, with the code and the name of it, and nothing is stored', async () => {
  server.failNext(2, { code: 252 })
  const batch = block()
  for (let i = 0; i < 2; i++) {
    await expect(writeBatch(store, batch)).rejects.toMatchObject({ code: '252', type: 'TOO_MANY_PARTS' })
  }
  expect(await stored(batch)).toBe(0)
  await writeBatch(store, batch)
  expect(await stored(batch)).toBe(3)
})

test('a lost response really has the rows stored, and its retry with the token adds none', async () => {
  const batch = block()
  server.loseNext(1)
  await expect(writeBatch(store, batch)).rejects.toMatchObject({ code: 'ECONNRESET' })
  expect(await stored(batch)).toBe(3)
  await writeBatch(store, batch)
  expect(await stored(batch)).toBe(3)
  expect(server.asked.at(-1)).toMatchObject({ status: 200 })
  expect(server.asked.filter(({ statement }) => statement.includes(`'${batch.token}'`))).toHaveLength(2)
})

test('a dropped request has stored nothing', async () => {
  const batch = block()
  server.dropNext(1)
  await expect(writeBatch(store, batch)).rejects.toMatchObject({ code: 'ECONNRESET' })
  expect(await stored(batch)).toBe(0)
})

test('a held answer comes after its release, with the rows stored before', async () => {
  const batch = block()
  const held = server.hold()
  let answered = false
  const writing = writeBatch(store, batch).then(() => (answered = true))
  await held.reached
  expect(await stored(batch)).toBe(3)
  // Others are served meanwhile.
  await (await client.query({ query: 'SELECT 1' })).text()
  expect(answered).toBe(false)
  held.release()
  await writing
})

test('a slow answer outlasts the patience of its client, and the rows are stored', async () => {
  server.slow(60_000)
  const impatient = createClient({ url: server.url, request_timeout: 100, log })
  const batch = block()
  const values = batch.lines.map((line) => JSON.parse(line) as unknown)
  const late = impatient.insert({ table: 'kanmon.schema_migrations', values, format: 'JSONEachRow' })
  await expect(late).rejects.toThrow('Timeout')
  await impatient.close()
  await until('the rows are stored', async () => (await stored(batch)) === 3)
})

test('a refusing server is away for its clients and comes back on the same port with its data', async () => {
  const batch = block()
  await writeBatch(store, batch)
  await server.refuse()
  await expect(client.query({ query: 'SELECT 1' })).rejects.toMatchObject({ code: 'ECONNREFUSED' })
  await server.heal()
  // A connection that was kept alive may not have noticed yet.
  await until('it is written again', () => writeBatch(store, batch).then(() => true))
  expect(await stored(batch)).toBe(3)
})

test('many at once get each their own answer', async () => {
  const answers = await Promise.all(
    Array.from({ length: 40 }, async (_, own) => {
      const answer = await client.query({
        query: 'SELECT {own:UInt32} AS own, getSetting({name:String}) AS threads',
        query_params: { own, name: 'max_threads' },
        clickhouse_settings: { max_threads: own + 1 },
        format: 'JSONEachRow',
      })
      return (await answer.json<{ own: number; threads: number }>())[0]!
    }),
  )
  expect(answers).toEqual(answers.map((_, own) => ({ own, threads: own + 1 })))
})
