import { generateKeyPairSync } from 'node:crypto'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RunningServer } from '../../api/main.ts'
import { asEvent } from '../helpers/api.ts'
import { shippingFacts } from '../helpers/project-facts.ts'
import { makeDirectory } from '../helpers/store.ts'
import { startTestServer } from '../helpers/test-server.ts'
import { runCommand } from '../helpers/terminal.ts'

const directory = makeDirectory()
const keyFile = join(directory, 'signing-key.pem')
const keysFile = join(directory, 'keys.json')
let server: RunningServer
beforeAll(async () => {
  const { privateKey } = generateKeyPairSync('ed25519')
  writeFileSync(keyFile, privateKey.export({ type: 'pkcs8', format: 'pem' }))
  server = await startTestServer(directory, { KANMON_AUTH: 'off', KANMON_SIGNING_KEY_FILE: keyFile })
  await fetch(`${server.url}/v1/events`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(shippingFacts().map(asEvent)),
  })
  writeFileSync(keysFile, await (await fetch(`${server.url}/v1/signing-keys`)).text())
})
afterAll(() => server.close())

test('a pipeline asks for the verdict, keeps it, and checks it offline with the published keys', async () => {
  const file = join(directory, 'verdict.json')
  const gate = await runCommand('gate', 'p', '--url', server.url, '--attest', file)
  expect(gate.exitCode).toBe(0)
  // The server's clock stands still in the past, so the age is left open.
  const verify = await runCommand(
    'verify',
    file,
    '--keys',
    keysFile,
    '--project',
    'p',
    '--max-age',
    '999999d',
    '--json',
  )
  expect(JSON.parse(verify.out)).toMatchObject({
    valid: true,
    predicate: { content: { recommendation: 'SHIP' } },
  })
})

test('HOLD is attested too', async () => {
  const file = join(directory, 'hold.json')
  const gate = await runCommand('gate', 'p', '--url', server.url, '--at', '2026-11-12', '--attest', file)
  expect(gate.exitCode).toBe(1)
  const verify = await runCommand('verify', file, '--keys', keysFile, '--max-age', '999999d')
  expect(verify.exitCode).toBe(1)
  expect(verify.out).toContain('it says HOLD, expected SHIP')
})

test('a verdict that cannot be kept is not taken for one: exit code 2', async () => {
  const file = join(directory, 'no', 'such', 'place.json')
  const gate = await runCommand('gate', 'p', '--url', server.url, '--attest', file)
  expect(gate.exitCode).toBe(2)
  expect(gate.notes).toContain('judged, but the signed verdict could not be had')
  expect(existsSync(file)).toBe(false)
})
