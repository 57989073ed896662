import { SignJWT } from 'jose'

import { type KeyServer, signed } from '#test/support/teams/keys.ts'

export const APP = '11111111-1111-4111-8111-111111111111'
export const TENANT = '22222222-2222-4222-8222-222222222222'
const OTHER_TENANT = '33333333-3333-4333-8333-333333333333'
export const ISSUER = 'https://api.botframework.com'

type Body = Readonly<Record<string, unknown>>

/** A message in our tenant, through the service at this URL. */
export const activity = (serviceUrl: string, changes: Body = {}): Body => ({
  type: 'message',
  id: '1',
  text: 'hello',
  channelId: 'msteams',
  serviceUrl,
  from: { id: '29:user', aadObjectId: 'an-admin' },
  recipient: { id: `28:${APP}` },
  conversation: { id: 'a:1', conversationType: 'personal', tenantId: TENANT },
  channelData: { tenant: { id: TENANT } },
  ...changes,
})

export const claims = (serviceurl: string, changes: Body = {}) => ({
  iss: ISSUER,
  aud: APP,
  serviceurl,
  ...changes,
})

export const bearer = async (token: Promise<string>) => `Bearer ${await token}`
const past = Math.floor(Date.now() / 1000) - 3_600

const PERSON = { iss: 'https://sts.windows.net/', tid: TENANT, scp: 'access_as_user' }

type Urls = { readonly connector: string; readonly attacker: string }

type Forgery = {
  readonly name: string
  /** The Authorization header; none without. */
  readonly token?: (given: Urls & { readonly keys: KeyServer }) => Promise<string>
  /** What the activity says differently. */
  readonly body?: (urls: Urls) => Body
  readonly refusal: string
}

/** What stands at the door and must not come in, each with the reason it is refused for. */
export const FORGERIES: readonly Forgery[] = [
  { name: 'no token', refusal: 'no token' },
  { name: 'another scheme', token: async () => 'Basic YTpi', refusal: 'no token' },
  {
    name: 'a token that is none',
    token: async () => 'Bearer abc.def.ghi',
    refusal: 'bad token',
  },
  {
    name: 'alg none',
    token: async ({ connector }) => {
      const part = (it: object) => Buffer.from(JSON.stringify(it)).toString('base64url')
      return `Bearer ${part({ alg: 'none' })}.${part({ ...claims(connector), exp: past + 9_999 })}.`
    },
    refusal: 'bad token',
  },
  {
    name: 'HS256 with a public value as its secret',
    token: async ({ connector }) =>
      bearer(
        new SignJWT({ ...claims(connector), exp: past + 9_999 })
          .setProtectedHeader({ alg: 'HS256', kid: 'connector' })
          .sign(Buffer.from(APP)),
      ),
    refusal: 'bad token',
  },
  {
    name: 'a stranger’s key under the connector’s key id',
    token: ({ keys, connector }) => bearer(signed(claims(connector), keys.stranger)),
    refusal: 'bad token',
  },
  {
    name: 'a key endorsed for another channel only',
    token: ({ keys, connector }) => bearer(signed(claims(connector), keys.webchat)),
    refusal: 'other channel',
  },
  {
    name: 'a person’s Entra token for our app, in the name of an admin',
    token: ({ keys, connector }) =>
      bearer(
        signed({ ...claims(connector), ...PERSON, iss: `${PERSON.iss}${TENANT}/` }, keys.entra),
      ),
    refusal: 'bad token',
  },
  {
    name: 'a person’s Entra token of version 2',
    token: ({ keys, connector }) =>
      bearer(
        signed({ ...claims(connector), ...PERSON, iss: `${keys.url}/${TENANT}/v2.0` }, keys.entra),
      ),
    refusal: 'bad token',
  },
  {
    name: 'an Entra token of another tenant',
    token: ({ keys, connector }) =>
      bearer(
        signed(
          { ...claims(connector), tid: OTHER_TENANT, iss: `${keys.url}/${OTHER_TENANT}/v2.0` },
          keys.entra,
        ),
      ),
    refusal: 'bad token',
  },
  {
    name: 'a person’s Entra token, with an attacker’s service URL',
    token: ({ keys, connector }) =>
      bearer(
        signed({ ...claims(connector), ...PERSON, iss: `${keys.url}/${TENANT}/v2.0` }, keys.entra),
      ),
    body: ({ attacker }) => ({ serviceUrl: attacker }),
    refusal: 'bad token',
  },
  {
    name: 'a token for another app',
    token: ({ keys, connector }) =>
      bearer(signed(claims(connector, { aud: OTHER_TENANT }), keys.connector)),
    refusal: 'bad token',
  },
  {
    name: 'another issuer with the connector’s key',
    token: ({ keys, connector }) =>
      bearer(signed(claims(connector, { iss: 'https://evil.test' }), keys.connector)),
    refusal: 'bad token',
  },
  {
    name: 'an expired token',
    token: ({ keys, connector }) =>
      bearer(signed(claims(connector, { exp: past }), keys.connector)),
    refusal: 'bad token',
  },
  {
    name: 'a token for tomorrow',
    token: ({ keys, connector }) =>
      bearer(signed(claims(connector, { nbf: past + 90_000 }), keys.connector)),
    refusal: 'bad token',
  },
  {
    name: 'a token without a service URL',
    token: ({ keys }) => bearer(signed({ iss: ISSUER, aud: APP }, keys.connector)),
    refusal: 'bad token',
  },
  {
    name: 'a token for another service URL of ours',
    token: ({ keys, connector }) =>
      bearer(signed(claims(connector, { serviceurl: `${connector}/emea` }), keys.connector)),
    refusal: 'other service',
  },
  {
    name: 'an activity without a service URL',
    token: ({ keys, connector }) => bearer(signed(claims(connector), keys.connector)),
    body: () => ({ serviceUrl: undefined }),
    refusal: 'no activity',
  },
  {
    name: 'a foreign service URL, in the token too',
    token: ({ keys, attacker, connector }) =>
      bearer(signed(claims(connector, { serviceurl: attacker }), keys.connector)),
    body: ({ attacker }) => ({ serviceUrl: attacker }),
    refusal: 'foreign service',
  },
  {
    name: 'another tenant’s activity',
    token: ({ keys, connector }) => bearer(signed(claims(connector), keys.connector)),
    body: () => ({ channelData: { tenant: { id: OTHER_TENANT } } }),
    refusal: 'other tenant',
  },
  {
    name: 'an activity of two tenants',
    token: ({ keys, connector }) => bearer(signed(claims(connector), keys.connector)),
    body: () => ({ conversation: { id: 'a:1', tenantId: OTHER_TENANT } }),
    refusal: 'other tenant',
  },
  {
    name: 'an activity of no tenant',
    token: ({ keys, connector }) => bearer(signed(claims(connector), keys.connector)),
    body: () => ({ channelData: {}, conversation: { id: 'a:1' } }),
    refusal: 'no tenant',
  },
  {
    name: 'an activity of another channel',
    token: ({ keys, connector }) => bearer(signed(claims(connector), keys.connector)),
    body: () => ({ channelId: 'webchat' }),
    refusal: 'other channel',
  },
]
