import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { accessRole, permission, rolePermissions } from '../../schemas/access.ts'
import { accessVariables } from '../../schemas/config-access.ts'
import { signInVariables } from '../../schemas/config-sign-in.ts'

const guide = readFileSync(new URL('../../docs/guide/access.md', import.meta.url), 'utf8')
const rowsOf = (pattern: RegExp) =>
  [...guide.matchAll(pattern)].map(([, name = '', rest = '']) => [name, rest] as const)

test('the guide’s table of roles is the table that is used', () => {
  const told = rowsOf(/^\| `([a-z]+)` +\| (`.*) \|$/gm).map(([role, cell]) => [role, cell.match(/\w+:\w+/g)])
  expect(Object.fromEntries(told)).toEqual(rolePermissions)
  expect(told.map(([role]) => role)).toEqual(accessRole.options)
})

test('every permission is held by some role', () => {
  const held = new Set(Object.values(rolePermissions).flat())
  expect(permission.options.filter((each) => !held.has(each))).toEqual([])
})

test('the guide names every variable, and no other', () => {
  expect(
    rowsOf(/^\| `(KANMON_\w+)`/gm)
      .map(([name]) => name)
      .sort(),
  ).toEqual(Object.keys({ ...accessVariables, ...signInVariables }).sort())
})
