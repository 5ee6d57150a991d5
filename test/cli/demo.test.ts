import { expect, test } from 'vitest'
import { runCommand } from '../helpers/terminal.ts'

test('kanmon demo --once prints the portfolio, and every example is judged as its makers expect', async () => {
  const run = await runCommand('demo', '--once')
  expect(run).toMatchObject({ notes: '', exitCode: 0 })
  for (const [project, verdict] of [
    ['printer-ds1', 'SHIP'],
    ['printer-ds2', 'HOLD'],
    ['tomcat-webapps', 'HOLD'],
    ['musa-sys6', 'HOLD'],
  ]) {
    expect(run.out).toMatch(new RegExp(`${project} .*${verdict}`))
  }
})
