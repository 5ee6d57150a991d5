import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { expect, test } from 'vitest'
import { readPullState, writePullState } from '../../../../ingest/collectors/pull/state-file.ts'
import { fileWith } from '../../../helpers/tables.ts'

const AT = Date.parse('2026-03-09T01:00:00Z')

test('what is written is read, and nothing is left beside it', async () => {
  const path = fileWith('', 'state.json')
  await writePullState(path, 'github api.github.com acme/shop', AT)
  expect(await readPullState(path, 'github api.github.com acme/shop')).toBe(AT)
  expect(readdirSync(dirname(path))).toEqual(['state.json'])
})

test('no file is no earlier pull; anything else that is no state is not passed over', async () => {
  const path = fileWith('{"version":1', 'state.json')
  expect(await readPullState(`${path}.absent`, 'x')).toBeNull()
  for (const content of ['', '{"version":1', '{}', '{"version":2,"of":"x","upTo":"2026-03-09T01:00:00Z"}']) {
    writeFileSync(path, content)
    await expect(readPullState(path, 'x')).rejects.toMatchObject({ code: 'STATE_UNREADABLE' })
  }
})

test('the state of another project is refused and kept', async () => {
  const path = fileWith('', 'state.json')
  await writePullState(path, 'github api.github.com acme/shop', AT)
  const before = readFileSync(path, 'utf8')
  await expect(readPullState(path, 'github api.github.com acme/other')).rejects.toMatchObject({
    code: 'STATE_UNREADABLE',
  })
  expect(readFileSync(path, 'utf8')).toBe(before)
})
