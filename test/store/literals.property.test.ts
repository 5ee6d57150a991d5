import fc from 'fast-check'
import { expect, test } from 'vitest'
import { withLiterals } from '../../store/literals.ts'
import { openTestStore } from '../helpers/store.ts'

const anyText = fc.string({
  unit: fc.oneof(
    fc.constantFrom("'", '\\', '\0', '\n', '\t', '{', '}', '$&', '--'),
    fc.string({ unit: 'grapheme', maxLength: 2 }),
  ),
})

test('a text is the same when it stands in the statement, whatever it is', async () => {
  const store = await openTestStore()
  const sql =
    'SELECT {one:String} AS one, {list:Array(String)} AS list, {maybe:Nullable(String)} AS maybe, {n:Int64} AS n SETTINGS output_format_json_quote_64bit_integers = 0'
  await fc.assert(
    fc.asyncProperty(
      anyText,
      fc.array(anyText),
      fc.option(anyText),
      fc.maxSafeInteger(),
      async (one, list, maybe, n) => {
        const values = { one, list, maybe, n }
        const written = withLiterals(sql, values)
        expect(written).not.toBeNull()
        const answer = await store.read.query({ query: written ?? '', format: 'JSONEachRow' })
        expect(await answer.json()).toEqual([values])
      },
    ),
    { numRuns: 300 },
  )
})

test('a value of another type, an unknown type and a missing value are refused', () => {
  expect(() => withLiterals('{a:Int64}', { a: '1; DROP TABLE facts' })).toThrow(TypeError)
  expect(() => withLiterals('{a:UInt32}', { a: 1.5 })).toThrow(TypeError)
  expect(() => withLiterals('{a:String}', { a: ['x'] })).toThrow(TypeError)
  expect(() => withLiterals('{a:Array(String)}', { a: [1] })).toThrow(TypeError)
  expect(() => withLiterals('{a:Float64}', { a: 1 })).toThrow(TypeError)
  expect(() => withLiterals('{a:String}', {})).toThrow(TypeError)
})

test('what is too long for a statement stays a parameter', () => {
  expect(withLiterals('{a:String}', { a: 'x'.repeat(60_000) })).toBeNull()
})
