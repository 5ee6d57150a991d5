import type { WeeklyRow } from '../../../schemas/answers-weekly.ts'

/** One array, a row a line. */
export async function* weeklyJson(rows: AsyncIterable<WeeklyRow>): AsyncGenerator<string> {
  let before = '['
  for await (const row of rows) {
    yield `${before}\n${JSON.stringify(row)}`
    before = ','
  }
  yield before === '[' ? '[]\n' : '\n]\n'
}

/** An object a line. */
export async function* weeklyNdjson(rows: AsyncIterable<WeeklyRow>): AsyncGenerator<string> {
  for await (const row of rows) yield `${JSON.stringify(row)}\n`
}
