import { readFileSync } from 'node:fs'

import { expect, test } from 'vitest'

import { connectorReference, connectorSettings } from '#connectors/reference.ts'
import { CONNECTORS } from '#connectors/registry.ts'
import { ACME } from '#test/support/example-connector.ts'

// To write them anew: npx vitest run test/connectors/reference.test.ts --update
test('docs/connectors.md says what the connectors declare', async () => {
  await expect(connectorReference(CONNECTORS)).toMatchFileSnapshot('../../docs/connectors.md')
})

test('docs/settings.md lists the settings of the connectors', async () => {
  const written = readFileSync('docs/settings.md', 'utf8')
  const declared = `<!-- connectors -->\n${connectorSettings(CONNECTORS)}\n<!-- /connectors -->`
  const right = written.replace(/<!-- connectors -->[^]*<!-- \/connectors -->/, () => declared)
  expect(right).toContain(declared)
  await expect(right).toMatchFileSnapshot('../../docs/settings.md')
})

test('a connector is described whole: set-up, settings, streams, calls, and what it cannot see', () => {
  const text = connectorReference([ACME])
  for (const { name } of ACME.settings) expect(text).toContain(`| \`${name}\` |`)
  for (const { id } of ACME.streams) expect(text).toContain(`| \`${id}\` |`)
  for (const { method, path } of ACME.egress) expect(text).toContain(`| \`${method} ${path}\` |`)
  for (const step of ACME.recipe.steps) expect(text).toContain(`. ${step}\n`)
  for (const line of ACME.recipe.cannotSee) expect(text).toContain(`- ${line}`)
  expect(text).toContain('| `prompts` | How long prompts are. **Reads text: off until an admin')
  expect(text).toContain('days of UTC, the last 3 each time | 10 days; forgotten after 30 days |')
  expect(text).toContain('[Acme AI](#acme-ai)')
})

test('its settings stand among the others', () => {
  expect(connectorSettings([ACME])).toBe(`| Setting | Meaning | Default |
| --- | --- | --- |
| \`ACME_KEY\` | Acme AI: The key of the organisation | none: the connector is off |
| \`ACME_REGION\` | Acme AI: eu or us | none |`)
})
