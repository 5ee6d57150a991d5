import { describe, expect, test } from 'vitest'
import { createSigner } from '../../api/signing/signing-keys.ts'
import { type VerifyOptions } from '../../cli/commands/verify.ts'
import type { Envelope } from '../../schemas/attestation.ts'
import type { VerdictRow } from '../../store/verdicts/rows.ts'
import { noon } from '../helpers/project-facts.ts'
import { runCommand } from '../helpers/terminal.ts'
import {
  HOUR,
  attest,
  check,
  codeOf,
  fileOf,
  own,
  ownFile,
  pair,
  payloadOf,
  release,
  rowOf,
  signer,
} from '../helpers/attested.ts'

describe('a signed verdict', () => {
  test('that says SHIP is valid and as expected: exit code 0', async () => {
    expect(await check(await attest(rowOf()))).toEqual({
      out: [
        `valid: signed with the key ${signer.keyId}`,
        `p at release, release 2.4.0 at commit ${release.commit}: SHIP (score 97.5), judged 2026-11-20T03:00:00.003Z, policy standard v1`,
        'as expected',
      ].join('\n'),
      notes: '',
      exitCode: 0,
    })
  })

  test('that says HOLD is valid and not as expected: exit code 1, with its reasons', async () => {
    const run = await check(await attest(rowOf({ recommendation: 'HOLD' })))
    expect(run.exitCode).toBe(1)
    expect(run.out).toContain('CONDITION_FAILED tests')
    expect(run.out).toContain('not as expected: it says HOLD, expected SHIP')
    expect((await check(await attest(rowOf({ recommendation: 'HOLD' })), { expect: 'HOLD' })).exitCode).toBe(
      0,
    )
  })

  test('speaks Japanese too', async () => {
    const run = await check(await attest(rowOf({ recommendation: 'HOLD' })), {}, 'ja')
    expect(run.out).toContain('期待と異なります: 判定は HOLD、期待は SHIP です')
  })

  test('is the same bytes each time', async () => {
    expect(JSON.stringify(await attest(rowOf()))).toBe(JSON.stringify(await attest(rowOf())))
  })

  test('is an in-toto statement about the release, by commit and verdict', async () => {
    const row = rowOf()
    expect(payloadOf(await attest(row))).toMatchObject({
      _type: 'https://in-toto.io/Statement/v1',
      predicateType: 'https://kanmon.dev/attestations/verdict/v1',
      subject: [
        {
          name: 'urn:kanmon:project:p:release:r1',
          digest: { gitCommit: release.commit, kanmonVerdict: row.id },
        },
      ],
      predicate: {
        verificationResult: 'PASSED',
        policy: { uri: 'urn:kanmon:policy:standard:v1' },
        timeVerified: '2026-11-20T03:00:00.003Z',
        supersedes: null,
      },
    })
  })

  test('of a project that nobody declared names no release; a commit that is none is no digest', async () => {
    const row = rowOf({ recommendation: 'HOLD' })
    expect(payloadOf(await attest(row, null))).toMatchObject({ subject: [{ name: 'urn:kanmon:project:p' }] })
    const odd = payloadOf(await attest(row, { ...release, commit: 'main' }))
    expect(odd).toMatchObject({ subject: [{ digest: { kanmonVerdict: row.id } }] })
    expect((await check(await attest(row, null), { expect: 'HOLD' })).exitCode).toBe(0)
  })

  test('is read from a JWKS as well as from PEM', async () => {
    const jwks = fileOf(JSON.stringify({ keys: [own.publicKey.export({ format: 'jwk' })] }))
    expect((await check(await attest(rowOf()), { keys: jwks })).exitCode).toBe(0)
  })

  test('is accepted in base64url as well as in base64, as DSSE asks', async () => {
    const envelope = await attest(rowOf())
    const urlSafe = (text: string) => Buffer.from(text, 'base64').toString('base64url')
    const [{ keyid, sig }] = envelope.signatures as [Envelope['signatures'][number]]
    const other = {
      ...envelope,
      payload: urlSafe(envelope.payload),
      signatures: [{ ...(keyid && { keyid }), sig: urlSafe(sig) }],
    }
    expect((await check(other)).exitCode).toBe(0)
  })

  test('needs one good signature by a known key; others beside it do no harm', async () => {
    const envelope = await attest(rowOf())
    const stranger = createSigner(pair().privateKey)
    const foreign = {
      keyid: stranger.keyId,
      sig: stranger.sign(envelope.payloadType, Buffer.from(envelope.payload, 'base64')).toString('base64'),
    }
    const broken = { keyid: signer.keyId, sig: 'AAAA' }
    expect(
      (await check({ ...envelope, signatures: [foreign, broken, ...envelope.signatures] })).exitCode,
    ).toBe(0)
    expect(await codeOf({ ...envelope, signatures: [foreign] })).toEqual({ code: 'UNKNOWN_KEY', exitCode: 2 })
    expect(await codeOf({ ...envelope, signatures: [foreign, broken] })).toEqual({
      code: 'BAD_SIGNATURE',
      exitCode: 2,
    })
  })

  test('a keyid is a hint: absent or wrong, every key is tried', async () => {
    const envelope = await attest(rowOf())
    const [{ sig }] = envelope.signatures as [Envelope['signatures'][number]]
    for (const signature of [{ sig }, { sig, keyid: 'f'.repeat(64) }]) {
      expect((await check({ ...envelope, signatures: [signature] })).exitCode).toBe(0)
    }
  })
})

describe('what is valid and not what is asked for: exit code 1', () => {
  const unexpectedOf = async (row: VerdictRow, options: Partial<VerifyOptions> = {}, now?: number) => {
    const { out, exitCode } = await check(await attest(row), { ...options, json: true }, 'en', now)
    const { differences } = JSON.parse(out) as { differences: { code: string }[] }
    return { codes: differences.map(({ code }) => code), exitCode }
  }

  test.each([
    ['PROJECT', { project: 'q' }],
    ['RELEASE', { release: 'r2' }],
    ['COMMIT', { commit: 'd'.repeat(40) }],
    ['GATE', { gate: 'plan' }],
  ])('another %s', async (code, options) => {
    expect(await unexpectedOf(rowOf(), options)).toEqual({ codes: [code], exitCode: 1 })
  })

  test('everything asked for and found', async () => {
    const { commit } = release
    const options = { project: 'p', release: '2.4.0', ...(commit !== null && { commit }) }
    expect(await unexpectedOf(rowOf(), options)).toEqual({ codes: [], exitCode: 0 })
    expect(await unexpectedOf(rowOf(), { release: 'r1' })).toEqual({ codes: [], exitCode: 0 })
  })

  test('SHIP at the plan gate is no SHIP at the release gate', async () => {
    const content = rowOf().content.replace('"gate":"release"', '"gate":"plan"')
    expect(await unexpectedOf(rowOf({ gate: 'plan', content }))).toEqual({ codes: ['GATE'], exitCode: 1 })
  })

  test('an answer about the past, unless it is asked for, and its age is that of the moment asked about', async () => {
    const at = noon('2026-11-01')
    const past = rowOf({ live: false, at, asOf: at })
    expect(await unexpectedOf(past)).toEqual({ codes: ['NOT_CURRENT', 'TOO_OLD'], exitCode: 1 })
    expect(await unexpectedOf(past, { past: true, maxAge: 30 * 24 * HOUR })).toEqual({
      codes: [],
      exitCode: 0,
    })
  })

  test('one that is too old, to the millisecond of its oldest instant', async () => {
    const oldest = rowOf().asOf
    expect(await unexpectedOf(rowOf(), { maxAge: HOUR }, oldest + HOUR)).toEqual({ codes: [], exitCode: 0 })
    expect(await unexpectedOf(rowOf(), { maxAge: HOUR }, oldest + HOUR + 1)).toEqual({
      codes: ['TOO_OLD'],
      exitCode: 1,
    })
  })

  test('one from the future, beyond what two clocks may be apart', async () => {
    const { computedAt } = rowOf()
    expect(await unexpectedOf(rowOf(), {}, computedAt - 300_000)).toEqual({ codes: [], exitCode: 0 })
    expect(await unexpectedOf(rowOf(), {}, computedAt - 300_001)).toEqual({
      codes: ['IN_THE_FUTURE'],
      exitCode: 1,
    })
  })
})

describe('the command line', () => {
  test('wants a key', async () => {
    await expect(runCommand('verify', fileOf('{}'))).rejects.toThrow('--keys')
  })

  test('reads a duration', async () => {
    const file = fileOf(JSON.stringify(await attest(rowOf())))
    const run = await runCommand('verify', file, '--keys', ownFile, '--max-age', '999999d', '--json')
    expect(JSON.parse(run.out)).toMatchObject({ valid: true, keyId: signer.keyId })
    await expect(runCommand('verify', file, '--keys', ownFile, '--max-age', '7 days')).rejects.toThrow(
      '12h or 7d',
    )
  })
})
