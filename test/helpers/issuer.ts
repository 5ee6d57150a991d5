import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type CryptoKey, exportJWK, exportSPKI, generateKeyPair, type JWTPayload, SignJWT } from 'jose'
import { afterAll } from 'vitest'

/** An issuer of tokens on a loopback port, with its discovery document and its keys. */
export interface TestIssuer {
  readonly url: string
  /** The public key as PEM, as anybody may know it. */
  readonly publicPem: string
  readonly privateKey: CryptoKey
  /** What the server does when asked for its keys. */
  behaviour: 'answers' | 'fails' | 'talks nonsense'
  /** How often its keys were asked for. */
  asked: number
  sign(claims: JWTPayload, header?: { kid?: string; alg?: string }, key?: CryptoKey): Promise<string>
}

export async function startIssuer(): Promise<TestIssuer> {
  const { publicKey, privateKey } = await generateKeyPair('RS256')
  const jwk = { ...(await exportJWK(publicKey)), kid: 'k1', use: 'sig', alg: 'RS256' }
  const server = createServer((request, response) => {
    if (request.url === '/.well-known/openid-configuration') {
      response.end(JSON.stringify({ issuer: issuer.url, jwks_uri: `${issuer.url}/jwks` }))
      return
    }
    issuer.asked += 1
    response.statusCode = issuer.behaviour === 'fails' ? 500 : 200
    response.end(issuer.behaviour === 'talks nonsense' ? '<html>' : JSON.stringify({ keys: [jwk] }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  afterAll(() => new Promise((resolve) => server.close(resolve)))
  const issuer: TestIssuer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    publicPem: await exportSPKI(publicKey),
    privateKey,
    behaviour: 'answers',
    asked: 0,
    sign: (claims, header = {}, key = privateKey) =>
      new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: 'k1', ...header }).sign(key),
  }
  return issuer
}
