import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const root = new URL('../../', import.meta.url)
const read = (name: string) => readFileSync(new URL(name, root), 'utf8')

/** The rows of the table: what is tried, the file and title of the test, the verdict. */
const rows = [...read('docs/counter-measures.md').matchAll(/^\| (?!trick|-)(.*) \|$/gm)].map(([, row]) => {
  const [trick = '', , where = '', verdict = ''] = row!.split(' | ').map((cell) => cell.trim())
  const [, file = '', title = ''] = /^`(.+?)`: (.+)$/.exec(where) ?? []
  return { trick, file, title, reasons: [...verdict.matchAll(/`([^`]+)`/g)].map(([, reason]) => reason!) }
})

/** The titles of a file's tests and suites. */
function titlesOf(file: string): string[] {
  const calls =
    /(?:test|describe)(?:\.each(?:<[^>]*>)?\([\s\S]*?\))?(?: as const\))?\(\s*(['"`])((?:\\.|(?!\1).)*)\1/g
  return [...read(file).matchAll(calls)].map(([, , title]) => title!)
}

test('the table has a row for every failure that is known', () => {
  expect(rows.length).toBeGreaterThanOrEqual(18)
  for (const { trick, file, title } of rows) expect([file, title].includes(''), trick).toBe(false)
})

test.each(rows)('$trick: the test exists, and asserts the reason', ({ file, title, reasons }) => {
  const titles = titlesOf(file)
  expect(
    titles.some((known) => known === title || known.endsWith(` ${title}`)),
    title,
  ).toBe(true)
  const text = read(file)
  for (const reason of reasons) expect(text, reason).toContain(reason)
})
