import { expect, test } from 'vitest'

import { readSettings } from '#connectors/settings.ts'
import { ACME } from '#test/support/example-connector.ts'
import { ACME_KEY } from '#test/support/vendors/acme.ts'

const none = () => {
  throw new Error('no file is read in this test')
}
const only = (environment: Record<string, string>, readText = none as (path: string) => string) => {
  const { setUps, ...rest } = readSettings([ACME], environment, readText)
  const [acme] = setUps
  if (!acme) throw new Error('Acme is missing')
  return { acme, ...rest }
}

test('a connector is on when all it needs is set', () => {
  expect(only({}).acme.missing).toEqual(['ACME_KEY'])
  const { acme, faults } = only({ ACME_KEY })
  expect([acme.missing, acme.setting('ACME_KEY'), faults]).toEqual([[], ACME_KEY, []])
  expect(acme.setting('ACME_REGION')).toBeUndefined()
})

test('a setting may come from a file, but not from both', () => {
  expect(only({ ACME_KEY_FILE: '/run/key' }, () => `${ACME_KEY}\n`).acme.setting('ACME_KEY')).toBe(
    ACME_KEY,
  )
  expect(only({ ACME_KEY, ACME_KEY_FILE: '/run/key' }).faults).toEqual([
    'ACME_KEY and ACME_KEY_FILE are both set. Keep one of them.',
  ])
})

test('all that is wrong is said at once, and no secret with it', () => {
  const { faults, secrets, acme } = only({ ACME_KEY: 'sk-of-another-vendor', ACME_REGION: 'moon' })
  expect(faults).toEqual([
    'ACME_KEY is not usable. It starts with ak-.',
    "ACME_REGION 'moon' is not usable. Write eu or us.",
  ])
  expect(acme.missing).toEqual(['ACME_KEY'])
  expect(secrets).toEqual(['sk-of-another-vendor'])
})

test('a fault of a setting that two connectors share is said once', () => {
  const twins = [ACME, { ...ACME, id: 'bcme' }]
  expect(readSettings(twins, { ACME_KEY: 'wrong-key' }, none).faults.length).toBe(1)
})

test('a connector knows only its own settings', () => {
  expect(only({ ACME_KEY, DATABASE_URL: 'postgres://secret' }).acme.setting('DATABASE_URL')).toBe(
    undefined,
  )
})
