import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterEach, describe, expect, test } from 'vitest'
import { readClaimGrants } from '../../api/auth/claim-grants.ts'
import { allowedHosts } from '../../api/compose/access-config.ts'
import type { ConsumerParts } from '../../api/compose/consumer.ts'
import { type RunningServer, startServer } from '../../api/main.ts'
import { readEnvironment } from '../../schemas/config.ts'
import { isAccessControlled } from '../../schemas/config-access.ts'
import { ADMIN_KEY } from '../helpers/access.ts'
import { asEvent } from '../helpers/api.ts'
import { toCandidates } from '../helpers/intake.ts'
import { declaration, fact } from '../helpers/project-facts.ts'
import { makeDirectory } from '../helpers/store.ts'
import { runCommandWith } from '../helpers/terminal.ts'

const directory = makeDirectory()
const data = { KANMON_DATA: join(directory, 'data'), KANMON_PORT: '0' }
const logged: string[] = []
const logger = pino({ level: 'debug' }, { write: (line: string) => void logged.push(line) })

let running: RunningServer | null = null
async function start(variables: Record<string, string>, parts: object = {}): Promise<RunningServer> {
  running = await startServer(readEnvironment({ ...data, ...variables }), { logger, now: Date.now, ...parts })
  return running
}
afterEach(async () => {
  await running?.close()
  running = null
})
const status = async (url: string, key?: string) => {
  const headers = { ...(key !== undefined && { authorization: `Bearer ${key}` }) }
  return (await fetch(url, { headers })).status
}

describe('whether access is controlled', () => {
  const on = (variables: Record<string, string>) => isAccessControlled(readEnvironment(variables))
  const issuer = {
    KANMON_OIDC_ISSUER: 'https://id.example',
    KANMON_OIDC_AUDIENCE: 'kanmon',
    KANMON_OIDC_GRANTS: 'grants.yaml',
  }

  test.each<[string, Record<string, string>, boolean]>([
    ['nothing is set', {}, false],
    ['only a loopback address is', { KANMON_HOST: '::1' }, false],
    ['an admin key is set', { KANMON_ADMIN_KEY: ADMIN_KEY }, true],
    ['an issuer is set', issuer, true],
    ['another address is', { KANMON_HOST: '0.0.0.0' }, true],
    ['an address that begins like loopback is', { KANMON_HOST: '127.0.0.1.example.org' }, true],
    ['it is switched on', { KANMON_AUTH: 'on' }, true],
    ['it is switched off on loopback', { KANMON_AUTH: 'off', KANMON_ADMIN_KEY: ADMIN_KEY }, false],
  ])('when %s', (_what, variables, expected) => {
    expect(on(variables)).toBe(expected)
  })

  test.each<[string, Record<string, string>, RegExp]>([
    [
      'off for everybody',
      { KANMON_AUTH: 'off', KANMON_HOST: '0.0.0.0' },
      /KANMON_AUTH: off works on loopback only/,
    ],
    [
      'off under other names',
      { KANMON_AUTH: 'off', KANMON_ALLOWED_HOSTS: 'kanmon.example' },
      /KANMON_ALLOWED_HOSTS: /,
    ],
    ['a short admin key', { KANMON_ADMIN_KEY: 'admin' }, /KANMON_ADMIN_KEY: must be 32 /],
    [
      'an admin key with a space',
      { KANMON_ADMIN_KEY: `${'x'.repeat(20)} ${'y'.repeat(20)}` },
      /KANMON_ADMIN_KEY/,
    ],
    [
      'an issuer without audience',
      { ...issuer, KANMON_OIDC_AUDIENCE: '' },
      /KANMON_OIDC_AUDIENCE: is needed/,
    ],
    ['an issuer without grants', { ...issuer, KANMON_OIDC_GRANTS: '' }, /KANMON_OIDC_GRANTS: is needed/],
    ['an audience without issuer', { KANMON_OIDC_AUDIENCE: 'kanmon' }, /KANMON_OIDC_AUDIENCE: needs/],
    [
      'an issuer in clear text',
      { ...issuer, KANMON_OIDC_ISSUER: 'http://id.example' },
      /KANMON_OIDC_ISSUER: must be https/,
    ],
    ['a word that is neither on nor off', { KANMON_AUTH: 'yes' }, /KANMON_AUTH/],
  ])('%s is refused at the start', (_what, variables, message) => {
    expect(() => readEnvironment(variables)).toThrow(message)
  })

  test('a secret never stands in the message about it', () => {
    expect(() => readEnvironment({ KANMON_ADMIN_KEY: 'hunter2' })).toThrow(/^(?!.*hunter2)/)
  })
})

test('host names: those of this machine without access control, any or those named with it', () => {
  const hosts = (variables: Record<string, string>) => {
    const allowed = allowedHosts(readEnvironment(variables))
    return allowed && [...allowed]
  }
  const loopback = ['127.0.0.1', 'localhost', '::1', '[::1]']
  expect(hosts({})).toEqual(loopback)
  expect(hosts({ KANMON_ADMIN_KEY: ADMIN_KEY })).toBeNull()
  expect(hosts({ KANMON_ADMIN_KEY: ADMIN_KEY, KANMON_ALLOWED_HOSTS: 'Kanmon.example, qa.example' })).toEqual([
    ...loopback,
    'kanmon.example',
    'qa.example',
  ])
})

test('nobody could come in: the server does not start, and says what to do', async () => {
  await expect(start({ KANMON_HOST: '0.0.0.0' })).rejects.toThrow(
    /nobody could come in: set KANMON_ADMIN_KEY/,
  )
  await expect(start({ KANMON_AUTH: 'on' })).rejects.toThrow(/nobody could come in/)
})

test('the first key is made with the admin key by the command, and opens what it is for', async () => {
  const { url, isAccessControlled: isOn } = await start({ KANMON_ADMIN_KEY: ADMIN_KEY })
  expect(isOn).toBe(true)
  const admin = { KANMON_API_KEY: ADMIN_KEY }
  const made = await runCommandWith(admin, 'keys', 'create', 'S. Mori', '--grant', 'viewer=all', '--url', url)
  const key = made.out
  expect(key).toMatch(/^kanmon_/)
  const list = await runCommandWith(admin, 'keys', 'ls', '--url', url)
  expect(list.out).toMatch(/\tS\. Mori\tvalid\tviewer=all\t/)
  const id = key.split('_')[1]!
  const file = join(directory, 'events.ndjson')
  writeFileSync(file, JSON.stringify(asEvent(fact('project.declared', declaration))))

  const sent = runCommandWith({ KANMON_API_KEY: key }, 'send', file, '--attempts', '1', '--url', url)
  await expect(sent).rejects.toThrow(/FORBIDDEN/)
  const collector = await runCommandWith(
    admin,
    'keys',
    'create',
    'ci',
    '--grant',
    'collector=p,q',
    '--url',
    url,
  )
  const stored = await runCommandWith(
    { CI_KEY: collector.out },
    '--key',
    'CI_KEY',
    'send',
    file,
    '--url',
    url,
  )
  expect(stored.exitCode).toBe(0)
  const gate = await runCommandWith({ KANMON_API_KEY: key }, 'gate', 'p', '--url', url)
  expect(gate.exitCode).toBe(1)
  expect((await runCommandWith({}, 'gate', 'p', '--url', url)).exitCode).toBe(2)

  const rotated = await runCommandWith(admin, 'keys', 'rotate', id, '--grace', '0', '--url', url)
  expect([
    await status(`${url}/v1/portfolio`, key),
    await status(`${url}/v1/portfolio`, rotated.out),
  ]).toEqual([401, 200])
  expect((await runCommandWith(admin, 'keys', 'revoke', id, '--url', url)).out).toContain('S. Mori')
  expect(await status(`${url}/v1/portfolio`, rotated.out)).toBe(401)

  const told = [made, list, gate].map(({ notes }) => notes).join('\n') + logged.join('\n') + list.out
  for (const secret of [ADMIN_KEY, ...[key, rotated.out, collector.out].map((each) => each.split('_')[2]!)])
    expect(told).not.toContain(secret)
})

test('with a key in the store the admin key may be taken away', async () => {
  const first = await start({ KANMON_ADMIN_KEY: ADMIN_KEY })
  const admin = { KANMON_API_KEY: ADMIN_KEY }
  const made = await runCommandWith(
    admin,
    'keys',
    'create',
    'admin',
    '--grant',
    'admin=all',
    '--url',
    first.url,
  )
  await first.close()
  const { url } = await start({ KANMON_AUTH: 'on' })
  expect(await status(`${url}/v1/keys`, made.out)).toBe(200)
  expect(await status(`${url}/v1/keys`, ADMIN_KEY)).toBe(401)
})

test('health is open, measures are not unless it is said', async () => {
  const closed = await start({ KANMON_ADMIN_KEY: ADMIN_KEY })
  const { url } = closed
  const paths = ['/healthz', '/readyz', '/docs', '/openapi.json', '/metrics']
  expect(await Promise.all(paths.map((path) => status(url + path)))).toEqual([200, 200, 200, 200, 401])
  expect(await status(`${url}/metrics`, ADMIN_KEY)).toBe(200)
  await closed.close()
  const open = await start({ KANMON_ADMIN_KEY: ADMIN_KEY, KANMON_METRICS: 'open' })
  expect(await status(`${open.url}/metrics`)).toBe(200)
})

test('evidence that comes over Kafka waits in quarantine, and can be vouched for from there', async () => {
  const taken: { parts: ConsumerParts | null } = { parts: null }
  const startConsumer = (parts: ConsumerParts) => {
    taken.parts = parts
    return Promise.resolve({
      status: () => ({
        state: 'consuming',
        isRunning: true,
        lastTurnAt: Date.now(),
        partitions: [],
        lag: null,
      }),
      stop: () => Promise.resolve(),
      failed: new Promise<Error>(() => undefined),
    })
  }
  const { url } = await start({ KANMON_ADMIN_KEY: ADMIN_KEY }, { startConsumer })
  const evidence = {
    gate: 'release',
    item: 'x',
    result: 'passed',
    verifier: { name: 'V', organization: 'Other' },
    statement: 'seen',
    verifiedAt: '2026-11-19T09:00:00+09:00',
  }
  const events = [fact('project.declared', declaration), fact('evidence.recorded', evidence)].map(asEvent)
  const receipt = await taken.parts!.intake.deliver(toCandidates(events), 'kafka:t:0:1')
  expect(receipt).toMatchObject({ accepted: 1, quarantined: [{ index: 1, code: 'PRINCIPAL_REQUIRED' }] })
  const qa = await runCommandWith(
    { KANMON_API_KEY: ADMIN_KEY },
    'keys',
    'create',
    'QA',
    '--grant',
    'qa=all',
    '--url',
    url,
  )
  const replayed = await runCommandWith(
    { KANMON_API_KEY: qa.out },
    ...['quarantine', 'replay', '--code', 'PRINCIPAL_REQUIRED', '--url', url],
  )
  expect(replayed).toMatchObject({ exitCode: 0, out: expect.stringContaining('replayed') })
})

test('a wrong file of grants is told with the place of the mistake', async () => {
  const file = join(directory, 'grants.yaml')
  writeFileSync(file, '- value: team\n  grants:\n    - { role: viewer, projects: everything }\n')
  await expect(readClaimGrants(file)).rejects.toThrow(
    /KANMON_OIDC_GRANTS: .*grants\.yaml: 0\.grants\.0\.projects: /,
  )
  writeFileSync(file, '- value: [')
  await expect(readClaimGrants(file)).rejects.toThrow(/cannot be read/)
  await expect(readClaimGrants(join(directory, 'absent.yaml'))).rejects.toThrow(/cannot be read/)
})
