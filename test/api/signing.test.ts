import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify, webcrypto } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { strictBase64 } from '../../api/signing/base64.ts'
import { preAuthenticationEncoding } from '../../api/signing/pae.ts'
import { publicKey, readPublicKeys } from '../../api/signing/public-key.ts'
import { createSigner, loadSigningKeys } from '../../api/signing/signing-keys.ts'
import { makeDirectory } from '../helpers/store.ts'

const pemOf = (key: { export(options: object): string | Buffer }, type: 'pkcs8' | 'spki') =>
  String(key.export({ type, format: 'pem' }))

/** RFC 8032 section 7.1, test 2: a private key, its public key, and the signature of the byte 0x72. */
const RFC8032 = {
  seed: '4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb',
  publicKey: '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
  message: '72',
  signature:
    '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
}
const rfcKey = createPrivateKey({
  key: Buffer.concat([
    Buffer.from('302e020100300506032b657004220420', 'hex'),
    Buffer.from(RFC8032.seed, 'hex'),
  ]),
  format: 'der',
  type: 'pkcs8',
})

describe('what a signature covers', () => {
  test("is the specification's own test vector (dsse protocol.md, Test Vectors)", () => {
    expect(
      preAuthenticationEncoding('http://example.com/HelloWorld', Buffer.from('hello world')).toString(),
    ).toBe('DSSEv1 29 http://example.com/HelloWorld 11 hello world')
  })

  test('counts bytes, not characters', () => {
    expect(preAuthenticationEncoding('é', Buffer.from('判定')).toString()).toBe('DSSEv1 2 é 6 判定')
  })

  test("verifies the specification's own envelope: its ECDSA key and signature", () => {
    // dsse protocol.md: the public key is given as two integers, the signature as r and s in base64.
    const x = 46950820868899156662930047687818585632848591499744589407958293238635476079160n
    const y = 5640078356564379163099075877009565129882514886557779369047442380624545832820n
    const coordinate = (value: bigint) =>
      Buffer.from(value.toString(16).padStart(64, '0'), 'hex').toString('base64url')
    const key = createPublicKey({
      key: { kty: 'EC', crv: 'P-256', x: coordinate(x), y: coordinate(y) },
      format: 'jwk',
    })
    const signature = Buffer.from(
      'A3JqsQGtVsJ2O2xqrI5IcnXip5GToJ3F+FnZ+O88SjtR6rDAajabZKciJTfUiHqJPcIAriEGAHTVeCUjW2JIZA==',
      'base64',
    )
    const bytes = preAuthenticationEncoding('http://example.com/HelloWorld', Buffer.from('hello world'))
    expect(verify('sha256', bytes, { key, dsaEncoding: 'ieee-p1363' }, signature)).toBe(true)
  })
})

describe('the signing key', () => {
  test('signs as RFC 8032 says (section 7.1, test 2)', () => {
    expect(sign(null, Buffer.from(RFC8032.message, 'hex'), rfcKey).toString('hex')).toBe(RFC8032.signature)
    const { x } = createPublicKey(rfcKey).export({ format: 'jwk' })
    expect(Buffer.from(String(x), 'base64url').toString('hex')).toBe(RFC8032.publicKey)
  })

  test('gives signatures that a second implementation (WebCrypto) accepts', async () => {
    const signer = createSigner(generateKeyPairSync('ed25519').privateKey)
    const payload = Buffer.from('{"判定":"SHIP"}')
    const signature = signer.sign('application/vnd.in-toto+json', payload)
    const spki = signer.publicKey.key.export({ type: 'spki', format: 'der' })
    const key = await webcrypto.subtle.importKey('spki', spki, { name: 'Ed25519' }, false, ['verify'])
    // The encoding is written out by hand here, so that a mistake in ours cannot hide.
    const header = Buffer.from(`DSSEv1 28 application/vnd.in-toto+json ${payload.length} `)
    const bytes = Buffer.concat([header, payload])
    expect(await webcrypto.subtle.verify('Ed25519', key, signature, bytes)).toBe(true)
    bytes[bytes.length - 3]! ^= 1
    expect(await webcrypto.subtle.verify('Ed25519', key, signature, bytes)).toBe(false)
  })

  test('is named by the SHA-256 of its SubjectPublicKeyInfo, whatever file it comes from', async () => {
    const own = publicKey(createPublicKey(rfcKey))
    const spki = Buffer.concat([
      Buffer.from('302a300506032b6570032100', 'hex'),
      Buffer.from(RFC8032.publicKey, 'hex'),
    ])
    const digest = Buffer.from(await webcrypto.subtle.digest('SHA-256', spki)).toString('hex')
    expect(own.keyId).toBe(digest)
    const jwk = { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(RFC8032.publicKey, 'hex').toString('base64url') }
    const sources = [
      pemOf(own.key, 'spki'),
      JSON.stringify(jwk),
      JSON.stringify({
        keys: [
          { kty: 'RSA', n: 'x', e: 'AQAB' },
          { ...jwk, kid: 'a lie' },
        ],
      }),
    ]
    for (const source of sources) expect(readPublicKeys(source).map(({ keyId }) => keyId)).toEqual([digest])
  })
})

describe('configured keys', () => {
  const directory = makeDirectory()
  const write = (name: string, text: string) => {
    const file = join(directory, name)
    writeFileSync(file, text)
    return file
  }

  test('publish the current key first, and retired ones as such', async () => {
    const retired = join(directory, 'retired')
    mkdirSync(retired)
    const old = generateKeyPairSync('ed25519').publicKey
    writeFileSync(join(retired, 'old.pem'), pemOf(old, 'spki'))
    writeFileSync(join(retired, 'also-current.pem'), pemOf(createPublicKey(rfcKey), 'spki'))
    const keys = await loadSigningKeys({ keyFile: write('key.pem', pemOf(rfcKey, 'pkcs8')), retired })
    expect(keys.published.map(({ kid, status }) => [kid, status])).toEqual([
      [publicKey(createPublicKey(rfcKey)).keyId, 'current'],
      [publicKey(old).keyId, 'retired'],
    ])
    expect(JSON.stringify(keys.published)).not.toContain('"d"')
  })

  test('without any, nothing is signed and nothing published', async () => {
    expect(await loadSigningKeys({ keyFile: undefined, retired: undefined })).toEqual({
      signer: null,
      published: [],
    })
  })

  test.each([
    [
      'another kind of key',
      pemOf(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey, 'pkcs8'),
      /Ed25519/,
    ],
    ['no key at all', 'hello', /KANMON_SIGNING_KEY_FILE/],
  ])('refuse %s by naming the variable and the file', async (name, text, message) => {
    const keyFile = write(`${name}.pem`, text)
    const loading = loadSigningKeys({ keyFile, retired: undefined })
    await expect(loading).rejects.toThrow(`KANMON_SIGNING_KEY_FILE: ${keyFile}`)
    await expect(loading).rejects.toThrow(message)
  })

  test('a private key among the retired ones is refused', async () => {
    const retired = join(directory, 'leaked')
    mkdirSync(retired)
    writeFileSync(join(retired, 'x.pem'), pemOf(rfcKey, 'pkcs8'))
    await expect(loadSigningKeys({ keyFile: undefined, retired })).rejects.toThrow('holds a private key')
  })
})

test('base64 is read in both alphabets, and one text stands for one value', () => {
  const bytes = Buffer.from('fbff00', 'hex')
  for (const text of ['+/8A', '-_8A']) expect(strictBase64(text)).toEqual(bytes)
  expect(strictBase64('aGk=')?.toString()).toBe('hi')
  expect(strictBase64('aGk')?.toString()).toBe('hi')
  for (const text of ['+_8A', 'aGl=', 'aG k=', 'aGk==', 'a', 'aGk=\n'])
    expect(strictBase64(text), text).toBeNull()
})
