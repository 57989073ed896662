import type { Setting } from '#collect.ts'

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
const id = {
  pattern: ID,
  says: 'It is 36 letters and digits, like 7d0c4f0e-54a9-4b7e-9a2c-2b2d5b1f0001.',
}

/** The app registration that both connectors sign in as. */
export const APP: readonly Setting[] = [
  {
    name: 'MICROSOFT_TENANT_ID',
    says: 'Directory (tenant) ID of the app registration.',
    secret: false,
    needed: true,
    form: id,
  },
  {
    name: 'MICROSOFT_CLIENT_ID',
    says: 'Application (client) ID of the app registration.',
    secret: false,
    needed: true,
    form: id,
  },
  {
    name: 'MICROSOFT_CLIENT_SECRET',
    says: 'The value of a client secret of the app.',
    secret: true,
    needed: true,
  },
]

/** Read by all that ask who has a licence. */
export const SKUS: Setting = {
  name: 'MICROSOFT_COPILOT_SKUS',
  says: 'Part numbers of your Copilot licences, separated by commas, where they are not named like Microsoft_365_Copilot.',
  secret: false,
  needed: false,
  form: {
    pattern: /^[\w-]+(\s*,\s*[\w-]+)*$/,
    says: 'Write part numbers with commas between.',
  },
}
