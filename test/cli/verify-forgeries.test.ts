import { sign } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { verifyEnvelope } from '../../api/signing/verify-envelope.ts'
import type { Envelope } from '../../schemas/attestation.ts'
import {
  attest,
  check,
  codeOf,
  fileOf,
  own,
  pair,
  pemFile,
  rowOf,
  signed,
  signer,
} from '../helpers/attested.ts'

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
    expect((await codeOf({ ...envelope, signatures: [{ keyid: signer.keyId, sig }] })).code).toBe(
      'BAD_SIGNATURE',
    )
  })

  // Signed by us, so that only the check of what is said can find it.
  test.each([
    ['the content', 'DIGEST_MISMATCH', (text: string) => text.replace('"score":97.5', '"score":100')],
    [
      'the order of the content',
      'DIGEST_MISMATCH',
      (text: string) => text.replace('"gate":"release","project":"p"', '"project":"p","gate":"release"'),
    ],
    [
      'what it supersedes',
      'ID_MISMATCH',
      (text: string) => text.replace('"supersedes":null', `"supersedes":"${'a'.repeat(64)}"`),
    ],
    ['whether it was current', 'ID_MISMATCH', (text: string) => text.replace('"live":true', '"live":false')],
    ['the result', 'CONTRADICTS_ITSELF', (text: string) => text.replace('PASSED', 'FAILED')],
    [
      'the subject',
      'CONTRADICTS_ITSELF',
      (text: string) => text.replace(/"kanmonVerdict":"[0-9a-f]+"/, '"kanmonVerdict":"0"'),
    ],
    [
      'the policy',
      'CONTRADICTS_ITSELF',
      (text: string) => text.replace(/"kanmonPolicy":"d+"/, '"kanmonPolicy":"e"'),
    ],
    [
      'the moment',
      'CONTRADICTS_ITSELF',
      (text: string) => text.replace(/"evaluatedAt":"[^"]+"/, '"evaluatedAt":"2027-01-01T00:00:00Z"'),
    ],
    ['the predicate type', 'NOT_A_VERDICT', (text: string) => text.replace('/verdict/v1', '/verdict/v2')],
  ])('%s does not fit the rest', async (_, code, change) => {
    const text = Buffer.from((await attest(rowOf())).payload, 'base64').toString()
    expect(change(text)).not.toBe(text)
    expect(await codeOf(signed(change(text)))).toEqual({ code, exitCode: 2 })
  })

  test.each([
    ['NOT_JSON', 'hello'],
    ['NOT_AN_ENVELOPE', '{"payload":"","payloadType":"x","signatures":[]}'],
    [
      'PAYLOAD_NOT_BASE64',
      '{"payload":"a b","payloadType":"application/vnd.in-toto+json","signatures":[{"sig":""}]}',
    ],
    ['NOT_A_VERDICT', JSON.stringify(signed('not even JSON'))],
  ])('%s', async (code, text) => {
    expect(await codeOf(text)).toEqual({ code, exitCode: 2 })
    expect((await check(text)).notes).toMatch(/^invalid: /)
  })

  test('a file or key that cannot be read', async () => {
    const run = await check(await attest(rowOf()), { keys: '/no/such/file.pem' })
    expect(run.exitCode).toBe(2)
    expect(run.notes).toContain('could not be checked')
    const privateKey = fileOf(String(own.privateKey.export({ type: 'pkcs8', format: 'pem' })))
    expect((await check(await attest(rowOf()), { keys: privateKey })).notes).toContain('private key')
  })
})
