import { readFileSync } from 'node:fs'

import { expect, test } from 'vitest'

import { readInteraction } from '#connectors/microsoft/purview-record.ts'
import { csvLines, jsonLines, readReport } from '#connectors/microsoft/usage-report.ts'
import { readEnabled } from '#connectors/microsoft/user-count.ts'
import { pseudonymizer } from '#connectors/pseudonym.ts'
import { KEY } from '#test/support/vendors/connector-call.ts'

import { house } from './house.ts'

const pseudonyms = pseudonymizer(KEY)
const example = (name: string) =>
  readFileSync(new URL(`../../fixtures/microsoft/${name}`, import.meta.url), 'utf8')

test("Microsoft's own examples of audit records are read, and give away nobody and no file", async () => {
  await using corp = await house()
  const lines = example('copilot-interactions.ndjson').trim().split('\n')
  const read = lines.map((line) => readInteraction(JSON.parse(line), null, corp.call))
  const actor = pseudonyms.person('admin@moderncomms975184.onmicrosoft.com')
  expect(read).toMatchObject([
    {
      events: [
        {
          atMicros: 1_702_487_556_000_000n,
          day: '2023-12-13',
          account: actor,
          feature: 'document_chat',
          model: null,
          promptCharacters: null,
        },
      ],
      governance: [],
    },
    {
      events: [{ account: actor, feature: 'chat', model: 'DEEP_LEO' }],
      governance: [
        {
          type: 'data_access',
          action: 'CopilotInteraction.Read',
          actor,
          objectKind: 'labelled docx',
          outcome: null,
        },
      ],
    },
  ])
  expect(read.map(({ fault }) => fault)).toEqual([undefined, undefined])
  const shown = JSON.stringify(read, (_, value: unknown) =>
    typeof value === 'bigint' ? String(value) : value,
  )
  expect(shown).not.toMatch(/onmicrosoft|sharepoint|Document1|thread\.v2|BingWebSearch/i)
})

test("Microsoft's own examples of the report conceal their names, in CSV and in JSON", () => {
  const csv = readReport(csvLines(example('usage-user-detail.csv')) ?? [], pseudonyms)
  expect(csv).toEqual({ periods: [], concealed: 1, refused: [], refreshed: '2026-07-03' })
  const { value } = JSON.parse(example('usage-user-detail.json')) as { value: unknown[] }
  const json = readReport(jsonLines(value), pseudonyms)
  expect(json).toEqual({ periods: [], concealed: 1, refused: [], refreshed: '2025-08-20' })
})

test.each([
  ['user-count-summary.csv', { day: '2026-07-03', people: 25 }],
  ['user-count-summary.json', { day: '2025-08-20', people: 359_229 }],
])('%s says how many hold a licence', (name, expected) => {
  expect(readEnabled(example(name))).toEqual(expected)
})
