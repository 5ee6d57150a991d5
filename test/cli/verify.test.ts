import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { digestOf } from '../../api/assessor/digest.ts'
import { recordId } from '../../api/assessor/record-id.ts'
import { translator } from '../../api/render/translate.ts'
import { createAttestor } from '../../api/signing/attestor.ts'
import { createSigner } from '../../api/signing/signing-keys.ts'
import { verifyEnvelope } from '../../api/signing/verify-envelope.ts'
import { verifyFile, type VerifyOptions } from '../../cli/commands/verify.ts'
import type { AttestedRelease, Envelope } from '../../schemas/attestation.ts'
import type { VerdictRow } from '../../store/verdicts/rows.ts'
import { noon, TODAY } from '../helpers/project-facts.ts'
import { makeDirectory } from '../helpers/store.ts'
import { runCommand } from '../helpers/terminal.ts'

const HOUR = 3_600_000
const directory = makeDirectory()
let serial = 0
function fileOf(text: string): string {
  serial += 1
  const file = join(directory, `file-${serial}`)
  writeFileSync(file, text)
  return file
}

const pair = () => generateKeyPairSync('ed25519')
const pemFile = (key: KeyObject) => fileOf(String(key.export({ type: 'spki', format: 'pem' })))
const own = pair()
const ownFile = pemFile(own.publicKey)
const signer = createSigner(own.privateKey)

/** A kept verdict. Its members are in another order than the schema's, as those of an older version would be. */
function rowOf(changes: Partial<VerdictRow> & { content?: string } = {}): VerdictRow {
  const recommendation = changes.recommendation ?? 'SHIP'
  const content =
    changes.content ??
    JSON.stringify({
      gate: 'release',
      project: 'p',
      statusDate: TODAY,
      recommendation,
      score: 97.5,
      reasons: recommendation === 'SHIP' ? [] : [{ condition: 'tests', code: 'CONDITION_FAILED', kind: 'QUALITY' }],
      somethingNewer: { 判定: [1, 2, 0.1] },
      policy: { id: 'standard', version: 1, digest: 'd'.repeat(64) },
    })
  const row = {
    project: 'p',
    gate: 'release',
    at: noon(TODAY),
    asOf: noon(TODAY) - 5,
    computedAt: noon(TODAY) + 3,
    recommendation,
    score: 97.5,
    live: true,
    supersedes: null,
    policyId: 'standard',
    policyVersion: 1,
    policyDigest: 'd'.repeat(64),
    ...changes,
    content,
  }
  return { ...row, id: recordId({ ...row, digest: digestOf(content) }) }
}

const release: AttestedRelease = {
  id: 'r1',
  version: '2.4.0',
  commit: 'c0ffee'.padEnd(40, '0'),
  plannedShipDate: '2026-11-27',
}

async function attest(row: VerdictRow, declared: AttestedRelease | null = release): Promise<Envelope> {
  const attestor = createAttestor({
    keys: { signer, published: [] },
    findVerdict: () => Promise.resolve(row),
    releaseAt: () => Promise.resolve(declared),
  })
  const found = await attestor.find(row.id)
  return found!.sign()
}

const payloadOf = (envelope: Envelope) =>
  JSON.parse(Buffer.from(envelope.payload, 'base64').toString()) as Record<string, never>

/** An envelope around any payload, properly signed with our key. */
function signed(payload: string, payloadType = 'application/vnd.in-toto+json'): Envelope {
  const sig = signer.sign(payloadType, Buffer.from(payload)).toString('base64')
  return { payload: Buffer.from(payload).toString('base64'), payloadType, signatures: [{ keyid: signer.keyId, sig }] }
}

interface Run {
  readonly out: string
  readonly notes: string
  readonly exitCode: number
}

const DEFAULTS = { expect: 'SHIP', gate: 'release', maxAge: 7 * 24 * HOUR }
async function check(
  text: string | Envelope,
  options: Partial<VerifyOptions> = {},
  language: 'en' | 'ja' = 'en',
  now = noon(TODAY) + HOUR,
): Promise<Run> {
  const out: string[] = []
  const notes: string[] = []
  let exitCode = 0
  const terminal = {
    out: (line: string) => out.push(line),
    note: (line: string) => notes.push(line),
    isInteractive: false,
    width: 120,
    environment: {},
    translate: translator(language),
    language,
    stopped: () => Promise.resolve(),
    setExitCode: (code: number) => {
      exitCode = code
    },
  }
  const file = fileOf(typeof text === 'string' ? text : JSON.stringify(text))
  await verifyFile(file, { ...DEFAULTS, keys: ownFile, ...options }, terminal, () => now)
  return { out: out.join('\n'), notes: notes.join('\n'), exitCode }
}
const codeOf = async (text: string | Envelope, options: Partial<VerifyOptions> = {}) => {
  const { out, exitCode } = await check(text, { ...options, json: true })
  return { code: (JSON.parse(out) as { code?: string }).code, exitCode }
}

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
    expect((await check(await attest(rowOf({ recommendation: 'HOLD' })), { expect: 'HOLD' })).exitCode).toBe(0)
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
    const other = { ...envelope, payload: urlSafe(envelope.payload), signatures: [{ ...(keyid && { keyid }), sig: urlSafe(sig) }] }
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
    expect((await check({ ...envelope, signatures: [foreign, broken, ...envelope.signatures] })).exitCode).toBe(0)
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

describe('what was tampered with is invalid: exit code 2', () => {
  test('another payload under the same signature', async () => {
    const envelope = await attest(rowOf({ recommendation: 'HOLD' }))
    const better = Buffer.from(envelope.payload, 'base64').toString().replaceAll('HOLD', 'SHIP')
    const forged = { ...envelope, payload: Buffer.from(better).toString('base64') }
    expect(await codeOf(forged)).toEqual({ code: 'BAD_SIGNATURE', exitCode: 2 })
  })

  test('every single bit of a signature', async () => {
    const envelope = await attest(rowOf())
    const [{ keyid, sig }] = envelope.signatures as [Envelope['signatures'][number]]
    const keys = [signer.publicKey]
    for (let bit = 0; bit < 512; bit++) {
      const bytes = Buffer.from(sig, 'base64')
      bytes[bit >> 3]! ^= 1 << (bit & 7)
      const forged = { ...envelope, signatures: [{ keyid, sig: bytes.toString('base64') }] }
      expect(verifyEnvelope(JSON.stringify(forged), keys), String(bit)).toEqual({
        valid: false,
        code: 'BAD_SIGNATURE',
      })
    }
  })

  test('another payload type: what was signed for one purpose is worth nothing for another', async () => {
    const text = Buffer.from((await attest(rowOf())).payload, 'base64').toString()
    const relabelled = { ...signed(text, 'text/plain'), payloadType: 'application/vnd.in-toto+json' }
    expect((await codeOf(relabelled)).code).toBe('BAD_SIGNATURE')
    expect((await codeOf(signed(text, 'text/plain'))).code).toBe('WRONG_PAYLOAD_TYPE')
  })

  test('a key that is not trusted', async () => {
    const other = pemFile(pair().publicKey)
    expect(await codeOf(await attest(rowOf()), { keys: other })).toEqual({ code: 'UNKNOWN_KEY', exitCode: 2 })
  })

  test('a signature over the payload alone, without its type', async () => {
    const envelope = await attest(rowOf())
    const sig = sign(null, Buffer.from(envelope.payload, 'base64'), own.privateKey).toString('base64')
    expect((await codeOf({ ...envelope, signatures: [{ keyid: signer.keyId, sig }] })).code).toBe('BAD_SIGNATURE')
  })

  // Signed by us, so that only the check of what is said can find it.
  test.each([
    ['the content', 'DIGEST_MISMATCH', (text: string) => text.replace('"score":97.5', '"score":100')],
    ['the order of the content', 'DIGEST_MISMATCH', (text: string) => text.replace('"gate":"release","project":"p"', '"project":"p","gate":"release"')],
    ['what it supersedes', 'ID_MISMATCH', (text: string) => text.replace('"supersedes":null', `"supersedes":"${'a'.repeat(64)}"`)],
    ['whether it was current', 'ID_MISMATCH', (text: string) => text.replace('"live":true', '"live":false')],
    ['the result', 'CONTRADICTS_ITSELF', (text: string) => text.replace('PASSED', 'FAILED')],
    ['the subject', 'CONTRADICTS_ITSELF', (text: string) => text.replace(/"kanmonVerdict":"[0-9a-f]+"/, '"kanmonVerdict":"0"')],
    ['the policy', 'CONTRADICTS_ITSELF', (text: string) => text.replace(/"kanmonPolicy":"d+"/, '"kanmonPolicy":"e"')],
    ['the moment', 'CONTRADICTS_ITSELF', (text: string) => text.replace(/"evaluatedAt":"[^"]+"/, '"evaluatedAt":"2027-01-01T00:00:00Z"')],
    ['the predicate type', 'NOT_A_VERDICT', (text: string) => text.replace('/verdict/v1', '/verdict/v2')],
  ])('%s does not fit the rest', async (_, code, change) => {
    const text = Buffer.from((await attest(rowOf())).payload, 'base64').toString()
    expect(change(text)).not.toBe(text)
    expect(await codeOf(signed(change(text)))).toEqual({ code, exitCode: 2 })
  })

  test.each([
    ['NOT_JSON', 'hello'],
    ['NOT_AN_ENVELOPE', '{"payload":"","payloadType":"x","signatures":[]}'],
    ['PAYLOAD_NOT_BASE64', '{"payload":"a b","payloadType":"application/vnd.in-toto+json","signatures":[{"sig":""}]}'],
    ['NOT_A_VERDICT', JSON.stringify(signed('not even JSON'))],
  ])('%s', async (code, text) => {
    expect(await codeOf(text)).toEqual({ code, exitCode: 2 })
    expect((await check(text)).notes).toMatch(/^invalid: /)
  })

  test('a file or key that cannot be read', async () => {
    const run = await check(await attest(rowOf()), { keys: join(directory, 'none.pem') })
    expect(run.exitCode).toBe(2)
    expect(run.notes).toContain('could not be checked')
    const privateKey = fileOf(String(own.privateKey.export({ type: 'pkcs8', format: 'pem' })))
    expect((await check(await attest(rowOf()), { keys: privateKey })).notes).toContain('private key')
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
    expect(await unexpectedOf(past, { past: true, maxAge: 30 * 24 * HOUR })).toEqual({ codes: [], exitCode: 0 })
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
    await expect(runCommand('verify', file, '--keys', ownFile, '--max-age', '7 days')).rejects.toThrow('12h or 7d')
  })
})
