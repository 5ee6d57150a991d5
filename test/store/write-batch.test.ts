import { expect, test } from 'vitest'
import { writeBatch } from '../../store/write-batch.ts'
import { openTestStore, rowsOf } from '../helpers/store.ts'

const store = await openTestStore()
const line = (number: number) =>
  JSON.stringify({
    number,
    file: `${number}`,
    checksum: 'x'.repeat(64),
    applied_at: '2026-04-01 00:00:00.000',
  })
const stored = async () =>
  (
    await rowsOf<{ number: number }>(
      store,
      'SELECT number FROM kanmon.schema_migrations WHERE number > 9000 ORDER BY number',
    )
  ).map(({ number }) => number)
const write = (token: string, ...numbers: number[]) =>
  writeBatch(store, { table: 'schema_migrations', token, lines: numbers.map(line) })

test('a token of one insert does not reach a later insert on the same connection', async () => {
  await write('t:1', 9001)
  await store.write.command({
    query: `INSERT INTO kanmon.schema_migrations VALUES (9002, 'f', '${'y'.repeat(64)}', now64())`,
  })
  await write('t:2', 9003)
  expect(await stored()).toEqual([9001, 9002, 9003])
})

test('the same block written again is stored once', async () => {
  for (let i = 0; i < 3; i++) await write('t:4', 9004, 9005)
  const [{ n } = { n: 0 }] = await rowsOf<{ n: number }>(
    store,
    'SELECT count() AS n FROM kanmon.schema_migrations WHERE number IN (9004, 9005)',
  )
  expect(n).toBe(2)
})

test('a block with one bad row, an unknown column or a null is refused whole, by code', async () => {
  const bad = (field: string, value: unknown) =>
    line(9006).replace('"number":9006', `"number":9006,"${field}":${JSON.stringify(value)}`)
  for (const broken of [
    bad('unknown', 1),
    line(9006).replace('"9006"', 'null'),
    line(9006).replace('9006', '"x"'),
  ]) {
    const batch = { table: 'schema_migrations', token: 't:6', lines: [line(9007), broken] } as const
    await expect(writeBatch(store, batch)).rejects.toHaveProperty('code', expect.stringMatching(/^\d+$/))
  }
  expect(await stored()).not.toContain(9007)
})

test('a token is plain text, and an empty block is not sent', async () => {
  await expect(write("t'; DROP TABLE x; --", 1)).rejects.toThrow(RangeError)
  await expect(write('t:0')).resolves.toBeUndefined()
})
