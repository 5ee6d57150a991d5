import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { signInConfig } from '../../api/compose/sign-in.ts'
import { readEnvironment } from '../../schemas/config.ts'
import { makeDirectory } from '../helpers/store.ts'

const SECRET = 'a-secret-that-must-not-be-told'
const directory = makeDirectory()
const issuer = {
  KANMON_OIDC_ISSUER: 'https://id.example',
  KANMON_OIDC_AUDIENCE: 'kanmon',
  KANMON_OIDC_GRANTS: 'grants.yaml',
}
const client = { ...issuer, KANMON_PUBLIC_URL: 'https://kanmon.example', KANMON_OIDC_CLIENT_ID: 'pages' }

const tokens = {
  issuer: 'https://id.example',
  audience: 'kanmon',
  jwksUrl: null,
  rolesClaim: 'roles',
  nameClaim: 'name',
  clockTolerance: 30,
  grants: [],
}
const configured = (variables: Record<string, string>, isOn = true) =>
  signInConfig(readEnvironment(variables), { tokens, isOn }, { warn: () => undefined })

describe('what cannot work does not start, and is named without its value', () => {
  test.each<[string, Record<string, string>, RegExp]>([
    [
      'a client without an issuer',
      { ...client, ...{ KANMON_OIDC_ISSUER: '' } },
      /KANMON_OIDC_ISSUER: is needed/,
    ],
    [
      'a client without a public address',
      { ...client, KANMON_PUBLIC_URL: '' },
      /KANMON_PUBLIC_URL: is needed/,
    ],
    [
      'a secret without a client',
      { ...issuer, KANMON_OIDC_CLIENT_SECRET: SECRET },
      /SECRET: needs KANMON_OIDC_CLIENT_ID/,
    ],
    [
      'two secrets',
      { ...client, KANMON_OIDC_CLIENT_SECRET: SECRET, KANMON_OIDC_CLIENT_SECRET_FILE: 'f' },
      /one of them is enough/,
    ],
    [
      'a client that is the audience of the API',
      { ...client, KANMON_OIDC_CLIENT_ID: 'kanmon' },
      /must be another than/,
    ],
    [
      'an address with a path',
      { ...client, KANMON_PUBLIC_URL: 'https://kanmon.example/x' },
      /KANMON_PUBLIC_URL/,
    ],
    ['an address in the clear', { ...client, KANMON_PUBLIC_URL: 'http://kanmon.example' }, /must be https/],
    [
      'an address with a name and password',
      { ...client, KANMON_PUBLIC_URL: 'https://a:b@kanmon.example' },
      /KANMON_PUBLIC_URL/,
    ],
    ['a scope without openid', { ...client, KANMON_OIDC_SCOPE: 'profile' }, /must have openid/],
    ['a way that is none', { ...client, KANMON_SIGN_IN: 'key,magic' }, /KANMON_SIGN_IN/],
    ['the issuer as the way, without one', { KANMON_SIGN_IN: 'oidc' }, /oidc needs KANMON_OIDC_CLIENT_ID/],
  ])('%s', (_, variables, message) => {
    expect(() => readEnvironment(variables)).toThrow(message)
    expect(() => readEnvironment(variables)).not.toThrow(SECRET)
  })

  test('a file without a secret in it, or no file', async () => {
    const file = join(directory, 'empty')
    writeFileSync(file, '\n')
    const withFile = (path: string) => configured({ ...client, KANMON_OIDC_CLIENT_SECRET_FILE: path })
    await expect(withFile(file)).rejects.toThrow(/KANMON_OIDC_CLIENT_SECRET_FILE: .* is empty/)
    await expect(withFile(join(directory, 'none'))).rejects.toThrow(/cannot be read/)
  })
})

describe('the ways in', () => {
  test.each<[string, Record<string, string>, readonly string[], boolean]>([
    ['keys, with tokens alone', issuer, ['key'], false],
    ['both, with a client', client, ['oidc', 'key'], true],
    ['the issuer alone, where it is said', { ...client, KANMON_SIGN_IN: 'oidc' }, ['oidc'], true],
    ['keys alone, where it is said', { ...client, KANMON_SIGN_IN: 'key' }, ['key'], true],
  ])('are %s', async (_, variables, ways, hasIssuer) => {
    const found = await configured(variables)
    expect(found.ways).toEqual(ways)
    expect(found.oidc?.issuerHost ?? null).toBe(hasIssuer ? 'id.example' : null)
  })

  test('are none by an issuer while access control is off', async () => {
    expect((await configured({ ...client, KANMON_AUTH: 'off' }, false)).oidc).toBeNull()
  })
})
