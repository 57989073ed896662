import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

import { type CryptoKey, exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose'

type Signing = {
  readonly privateKey: CryptoKey
  readonly kid: string
}

export type KeyServer = AsyncDisposable & {
  readonly url: string
  /** Signed with the connector's key, as the JWKS at `keysUrl` has it. */
  readonly connector: Signing
  /** Published too, but endorsed for another channel only. */
  readonly webchat: Signing
  /** The key of Entra: people's tokens are signed with it, and so are ours. */
  readonly entra: Signing
  /** No server publishes it. */
  readonly stranger: Signing
  readonly day: { down: boolean }
}

const pair = async (kid: string) => {
  const { publicKey, privateKey } = await generateKeyPair('RS256')
  const jwk = { ...(await exportJWK(publicKey)), kid, alg: 'RS256', use: 'sig' }
  return { jwk, signing: { privateKey, kid } }
}

/** Stands for login.botframework.com and login.microsoftonline.com: their keys, over HTTP. */
export async function startKeyServer(): Promise<KeyServer> {
  const [connector, webchat, entra, stranger] = await Promise.all([
    pair('connector'),
    pair('webchat'),
    pair('entra'),
    pair('connector'),
  ])
  const day = { down: false }
  const sets: readonly (readonly [RegExp, readonly object[]])[] = [
    [
      /^\/v1\/\.well-known\/keys$/,
      [
        { ...connector.jwk, endorsements: ['msteams', 'directline'] },
        { ...webchat.jwk, endorsements: ['webchat'] },
      ],
    ],
    [/^\/[^/]+\/discovery\/v2\.0\/keys$/, [entra.jwk]],
  ]
  const server = createServer((request, response) => {
    const keys = sets.find(([path]) => path.test(request.url ?? ''))?.[1]
    response.writeHead(day.down ? 502 : keys ? 200 : 404, { 'content-type': 'application/json' })
    response.end(JSON.stringify({ keys: keys ?? [] }))
  })
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    connector: connector.signing,
    webchat: webchat.signing,
    entra: entra.signing,
    stranger: stranger.signing,
    day,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** A token with these claims, good for an hour unless they say otherwise. */
export function signed(claims: JWTPayload, { privateKey, kid }: Signing): Promise<string> {
  const now = Math.floor(Date.now() / 1000)
  return new SignJWT({ nbf: now - 60, exp: now + 3_600, ...claims })
    .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid })
    .sign(privateKey)
}
