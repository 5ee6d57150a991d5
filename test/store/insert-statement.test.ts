import { expect, test } from 'vitest'
import { insertSql, readInsertSql } from '../../store/insert-statement.ts'

const settings = { async_insert: 0, insert_deduplication_token: 'facts:0:1-2.x' }

test('what a statement says is read back from its SQL, with columns and without', () => {
  for (const columns of [[], ['project'], ['project', 'received_at']]) {
    const statement = { table: 'kanmon.facts', columns, settings, format: 'TabSeparated' } as const
    expect(readInsertSql(insertSql(statement))).toEqual(statement)
  }
})

test('any other text is no such statement', () => {
  const sql = insertSql({ table: 'kanmon.facts', columns: [], settings, format: 'JSONEachRow' })
  const others = [
    'SELECT 1',
    sql.replace('JSONEachRow', 'Native'),
    sql.replace('async_insert = 0', "async_insert = 'it''s'"),
    `${sql}\n{"a":1}`,
  ]
  expect(others.map(readInsertSql)).toEqual([null, null, null, null])
})
