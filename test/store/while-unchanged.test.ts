import { expect, test } from 'vitest'
import { whileUnchanged } from '../../store/while-unchanged.ts'
import { openTestStore } from '../helpers/store.ts'

const store = await openTestStore()
const table = `${store.database}.remembered`
await store.write.command({ query: `CREATE TABLE ${table} (n UInt8) ENGINE = MergeTree ORDER BY n` })
const insert = (n: number) =>
  store.write.exec({
    query: `INSERT INTO ${table} SETTINGS async_insert = 0 FORMAT JSONEachRow`,
    values: `{"n":${n}}` as never,
  })

function counting() {
  let reads = 0
  const read = () => Promise.resolve(++reads)
  return { read, reads: () => reads }
}

test('what was read is given again until its table was written to', async () => {
  const { read } = counting()
  const remembered = whileUnchanged(store, ['remembered'], read)
  expect([await remembered(), await remembered()]).toEqual([1, 1])
  await insert(1)
  expect([await remembered(), await remembered()]).toEqual([2, 2])
})

test('a write under way counts when it begins and when it ends, and so does one that fails', async () => {
  const { read } = counting()
  const remembered = whileUnchanged(store, ['remembered'], read)
  await remembered()
  const writing = insert(2)
  expect(await remembered()).toBe(2)
  await writing
  expect(await remembered()).toBe(3)
  const failing = store.write.exec({
    query: `INSERT INTO ${table} FORMAT JSONEachRow`,
    values: 'not json' as never,
  })
  await expect(failing).rejects.toThrow()
  expect(await remembered()).toBe(4)
})

test('a write to another table changes nothing, a statement that is no insert everything', async () => {
  const { read } = counting()
  const remembered = whileUnchanged(store, ['another'], read)
  await remembered()
  await insert(3)
  expect(await remembered()).toBe(1)
  await store.write.command({ query: `TRUNCATE TABLE ${table}` })
  expect(await remembered()).toBe(2)
})

test('a failed read is not kept, and where others write nothing is', async () => {
  let isFailing = true
  const remembered = whileUnchanged(store, ['remembered'], () =>
    isFailing ? Promise.reject(new Error('away')) : Promise.resolve('read'),
  )
  await expect(remembered()).rejects.toThrow('away')
  isFailing = false
  expect(await remembered()).toBe('read')
  const { read } = counting()
  const shared = whileUnchanged({ revision: null }, ['remembered'], read)
  expect([await shared(), await shared()]).toEqual([1, 2])
})
