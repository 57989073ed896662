import type { Egress, Setting } from '#collect.ts'

/** The service account and the admin it acts for, which both connectors use. */
export const ACCOUNT: readonly Setting[] = [
  {
    name: 'GOOGLE_SERVICE_ACCOUNT',
    says: 'The JSON key of the service account; its file goes in GOOGLE_SERVICE_ACCOUNT_FILE.',
    secret: true,
    needed: true,
    form: {
      pattern: /^\s*\{[^]*"private_key"[^]*\}\s*$/,
      says: 'It is the whole JSON that Google gave.',
    },
  },
  {
    name: 'GOOGLE_ADMIN',
    says: 'The address of the admin whom the service account acts for.',
    secret: false,
    needed: true,
    form: { pattern: /^[^@\s]+@[^@\s]+$/, says: 'Write an address like admin@corp.com.' },
  },
]

/** What the auth library calls for a token. */
export const TOKEN_CALLS: readonly Egress[] = [
  {
    host: 'oauth2.googleapis.com',
    method: 'POST',
    path: '/token',
    body: /(^|&)grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer(&|$)/,
  },
]
