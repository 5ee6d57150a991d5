import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { loadEndpoints } from '../../api/notifications/endpoint.ts'
import { secretOf } from '../helpers/notifying.ts'
import { makeDirectory } from '../helpers/store.ts'

const directory = makeDirectory()
let serial = 0
function fileOf(content: unknown): string {
  serial += 1
  const file = join(directory, `webhooks-${serial}`)
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content))
  return file
}
const one = (changes: Record<string, unknown> = {}) => ({
  id: 'qa',
  url: 'https://hooks.example.com/kanmon',
  secretEnv: 'HOOK',
  events: ['hold.placed'],
  ...changes,
})
const load = (content: unknown, variables: Record<string, string> = { HOOK: secretOf(1) }) =>
  loadEndpoints(fileOf(content), variables)

test('a file of webhooks is YAML or JSON, and secrets come from variables and files', async () => {
  const secretFile = fileOf(`${secretOf(2)}\n${secretOf(3)}\n`)
  const yaml = `
- id: qa
  url: https://hooks.example.com/kanmon
  secretEnv: HOOK
  events: [hold.placed]
- id: local
  url: http://127.0.0.1:9000/x
  secretFile: ${secretFile}
  events: [recommendation.changed]
  gates: [plan, release]
  divisions: [Public]
`
  const endpoints = await load(yaml)
  expect(endpoints).toEqual([
    {
      id: 'qa',
      url: 'https://hooks.example.com/kanmon',
      secrets: [secretOf(1)],
      events: ['hold.placed'],
      gates: ['release'],
    },
    {
      id: 'local',
      url: 'http://127.0.0.1:9000/x',
      secrets: [secretOf(2), secretOf(3)],
      events: ['recommendation.changed'],
      gates: ['plan', 'release'],
      divisions: ['Public'],
    },
  ])
  expect(await load(JSON.stringify([one()]))).toHaveLength(1)
})

describe('a mistake ends the start, and is told by the file and the place', () => {
  test.each([
    [
      'http to elsewhere',
      [one({ url: 'http://hooks.example.com/' })],
      '0.url: must be https, except to loopback',
    ],
    ['another scheme', [one({ url: 'file:///etc/passwd' })], '0.url'],
    [
      'a user in the address',
      [one({ url: 'https://me:secret@example.com/' })],
      'must not hold a user or a password',
    ],
    ['the metadata service of a cloud', [one({ url: 'https://169.254.169.254/latest' })], 'link-local'],
    ['the same as one number', [one({ url: 'https://2852039166/latest' })], 'link-local'],
    ['link-local IPv6', [one({ url: 'https://[fe80::1]/' })], 'link-local'],
    ['an unknown event', [one({ events: ['everything'] })], '0.events.0'],
    ['no event', [one({ events: [] })], '0.events'],
    ['two of one id', [one(), one()], 'webhook ids must be unique'],
    ['two places of a secret', [one({ secretFile: '/x' })], 'give secretEnv or secretFile, and not both'],
    ['no secret', [one({ secretEnv: undefined })], 'give secretEnv or secretFile, and not both'],
    ['a field that is not known', [one({ header: 'x' })], '"header"'],
    ['no list', { webhooks: [] }, 'expected array'],
    ['no YAML', 'a: [', 'KANMON_WEBHOOKS'],
  ])('%s', async (_, content, message) => {
    await expect(load(content)).rejects.toThrow(message)
    await expect(load(content)).rejects.toThrow(/^KANMON_WEBHOOKS: .*webhooks-\d+: /)
  })

  test.each([
    ['absent', {}],
    ['without its prefix', { HOOK: Buffer.alloc(32).toString('base64') }],
    ['too short', { HOOK: `whsec_${Buffer.alloc(16, 'hush').toString('base64')}` }],
    ['not base64', { HOOK: 'whsec_hush!hush!hush!hush!hush!hush!hush!hush' }],
  ])('a secret that is %s, and it is not repeated', async (_, variables: Record<string, string>) => {
    const failure = await load([one()], variables).catch((error: unknown) => String(error))
    expect(failure).toContain('qa: HOOK must hold whsec_ and 24 to 64 bytes as base64')
    if (variables['HOOK'] !== undefined) expect(failure).not.toContain(variables['HOOK'].slice(6, 14))
  })
})
