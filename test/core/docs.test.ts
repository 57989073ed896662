import { expect, test } from 'vitest'

import { permissionReference } from '#core/access/reference.ts'
import { commandReference } from '#core/command/reference.ts'
import { digestReference } from '#core/digest/reference.ts'
import { metricReference } from '#core/metric/reference.ts'
import { views } from '#digests/registry.ts'

// To write them anew: npx vitest run test/core/docs.test.ts --update
test.each([
  ['commands', commandReference],
  ['metrics', metricReference],
  ['permissions', permissionReference],
  ['digests', () => digestReference(views)],
])('docs/%s.md says what the tables say', async (name, reference) => {
  await expect(reference()).toMatchFileSnapshot(`../../docs/${name}.md`)
})
