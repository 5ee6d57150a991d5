import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { NOW, portfolioAt, read } from './portfolio-fixture.ts'

const examples = new URL('../../examples/', import.meta.url)
const textOf = (name: string) => readFileSync(new URL(name, examples), 'utf8')
const files = ['srgm', 'modules'].flatMap((folder) =>
  readdirSync(new URL(`data/${folder}`, examples)).map((file) => `${folder}/${file}`),
)

test('every data file keeps its header with source and licence, and stands in README and NOTICE', () => {
  for (const file of files) {
    const header = read(file)
      .split('\n')
      .filter((line) => line.startsWith('#'))
      .join('\n')
    expect(header, file).toMatch(/source: github \S+ @[0-9a-f]{12}.*MIT/)
    const commit = /@([0-9a-f]{12})/.exec(header)![1]!
    expect(textOf('README.md'), file).toContain(file)
    expect(textOf('NOTICE.md'), file).toContain(commit)
  }
})

test('every project and its sources stand in the README, and every file is used', () => {
  const readme = textOf('README.md')
  const { about } = portfolioAt(NOW)
  for (const { project } of about) expect(readme).toContain(`\`${project}\``)
  const used = about.flatMap(({ real }) => real).join(' ')
  for (const file of files) expect(used, file).toContain(file)
})
