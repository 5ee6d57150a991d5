import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { type CryptoKey, exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose'
import { afterAll } from 'vitest'

/** An issuer for sign-ins on a loopback port that answers what a test wants, right or wrong. */
export interface OddIssuer {
  readonly url: string
  /** `away`: connections are cut. */
  discovery: 'answers' | 'fails' | 'away' | 'of another issuer'
  /** Changes the claims of the next tokens. */
  claims: (right: JWTPayload) => JWTPayload
  /** Signs the next tokens; with another key than is published when it is `foreign`. */
  signature: 'right' | 'foreign' | 'none' | 'HS256'
  /** What the token endpoint answers in place of tokens. */
  refusal: { status: number; body: unknown } | null
  /** Whether `end_session_endpoint` is described. */
  endsSessions: boolean
  /** What the token endpoint was asked. */
  readonly redeemed: { fields: URLSearchParams; authorization: string | undefined }[]
  /** How often its description was asked for. */
  described: number
  /** The person agrees: where the issuer sends the browser, given the address to which it was sent. */
  agree(address: string): string
  /** The same with an error. */
  refuse(address: string, error: string): string
}

const CLIENT_SECRET = 'a-secret-of-the-client-0123456789'

const json = (response: ServerResponse, body: unknown, status = 200) =>
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))

async function unsigned(claims: JWTPayload): Promise<string> {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
  return Promise.resolve(`${part({ alg: 'none' })}.${part(claims)}.`)
}

export async function startOddIssuer(clientId: string): Promise<OddIssuer> {
  const own = await generateKeyPair('RS256')
  const foreign = await generateKeyPair('RS256')
  const jwk = { ...(await exportJWK(own.publicKey)), kid: 'k1', use: 'sig', alg: 'RS256' }
  const nonces = new Map<string, string>()
  let serial = 0

  function token(code: string): Promise<string> {
    const now = Math.floor(Date.now() / 1000)
    const claims = issuer.claims({
      iss: issuer.url,
      aud: clientId,
      sub: 'u-1',
      nonce: nonces.get(code),
      iat: now,
      exp: now + 3600,
      name: 'Mori',
      roles: ['readers'],
    })
    const sign = (alg: string, key: CryptoKey | Uint8Array) =>
      new SignJWT(claims).setProtectedHeader({ alg, kid: 'k1' }).sign(key)
    if (issuer.signature === 'none') return unsigned(claims)
    if (issuer.signature === 'HS256') return sign('HS256', new TextEncoder().encode(CLIENT_SECRET))
    return sign('RS256', (issuer.signature === 'foreign' ? foreign : own).privateKey)
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    switch (request.url ?? '') {
      case '/.well-known/openid-configuration': {
        issuer.described += 1
        if (issuer.discovery === 'away') return void request.socket.destroy()
        if (issuer.discovery === 'fails') return void json(response, {}, 500)
        const at = (path: string) => `${issuer.url}${path}`
        return void json(response, {
          issuer: issuer.discovery === 'answers' ? issuer.url : 'http://127.0.0.1:1',
          authorization_endpoint: at('/authorize'),
          token_endpoint: at('/token'),
          jwks_uri: at('/jwks'),
          ...(issuer.endsSessions && { end_session_endpoint: at('/end') }),
          authorization_response_iss_parameter_supported: true,
          // Any, so that what refuses the weak ones is not this list.
          id_token_signing_alg_values_supported: ['RS256', 'HS256', 'none'],
        })
      }
      case '/jwks':
        return void json(response, { keys: [jwk] })
      case '/token': {
        const fields = new URLSearchParams(await text(request))
        issuer.redeemed.push({ fields, authorization: request.headers.authorization })
        if (issuer.refusal !== null) return void json(response, issuer.refusal.body, issuer.refusal.status)
        const idToken = await token(fields.get('code') ?? '')
        return void json(response, { access_token: 'opaque', token_type: 'Bearer', id_token: idToken })
      }
      default:
        return void json(response, {}, 404)
    }
  }
  const server = createServer((request, response) => void answer(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  afterAll(() => new Promise((resolve) => server.close(resolve)))

  function back(address: string, answer: Record<string, string>): string {
    const { searchParams } = new URL(address)
    const { pathname } = new URL(searchParams.get('redirect_uri') ?? '')
    const query = { ...answer, state: searchParams.get('state') ?? '', iss: issuer.url }
    return `${pathname}?${new URLSearchParams(query).toString()}`
  }
  const issuer: OddIssuer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    discovery: 'answers',
    claims: (right) => right,
    signature: 'right',
    refusal: null,
    endsSessions: true,
    redeemed: [],
    described: 0,
    agree: (address) => {
      const code = `code-${(serial += 1)}`
      nonces.set(code, new URL(address).searchParams.get('nonce') ?? '')
      return back(address, { code })
    },
    refuse: (address, error) => back(address, { error, error_description: '<b>no</b>' }),
  }
  return issuer
}
