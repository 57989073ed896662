import { afterAll, beforeAll, expect, test } from 'vitest'

import type { Message } from '#core/message/message.ts'
import { plainText } from '#core/message/plain-text.ts'
import { answerCommand } from '#jobs/answer-command.ts'
import { reportSchema } from '#jobs/report-schema.ts'
import { auditTrail } from '#store/audit-trail.ts'
import { noteBook } from '#store/notes.ts'
import type { Store } from '#store/store.ts'
import { four } from '#test/core/message/given.ts'
import { asks, member, memoryHouse } from '#test/support/house.ts'
import { measured } from '#test/support/measured.ts'
import { openMemoryStore } from '#test/support/store.ts'

let store: Store
beforeAll(async () => {
  store = await openMemoryStore()
})
afterAll(() => store[Symbol.asyncDispose]())

const typed = (text: string, viewer = member({ admin: true, person: true })) => {
  const house = { ...memoryHouse({ measured: measured(four()) }), notes: noteBook(store.db) }
  return answerCommand(house)(asks(text, viewer))
}
const said = async (text: string) => plainText((await typed(text)).message)

const lines = ({ parts }: Message) =>
  parts.flatMap((part) =>
    part.kind === 'chart' && part.chart.kind === 'lines' ? [part.chart] : [],
  )

test('what an admin notes is on the trail, is listed, and is gone when it is taken back', async () => {
  expect(await said('note 2026-11-03 “Copilot *rolled out* for `ann@example.com`”')).toContain(
    'Noted. 3 Nov 2026: Copilot rolled out for [person]',
  )
  expect(await said('notes')).toContain('1 · 3 Nov 2026: Copilot rolled out for [person]')
  expect(await said('note remove 1')).toContain('Note 1 is removed.')
  expect(await said('note remove 1')).toContain('There is no note 1')
  const { rows } = await auditTrail(store.db).list({ action: 'note' }, 9)
  expect(rows.map(({ command }) => command)).toEqual([
    'note remove 1',
    'note 2026-11-03 "Copilot rolled out for [person]"',
  ])
})

test('who is no admin reads notes and writes none, and nobody notes what is to come', async () => {
  expect((await typed('note 2026-11-03 "mine"', member({ roles: ['analyst'] }))).outcome).toBe(
    'refused',
  )
  expect((await typed('notes', member())).outcome).toBe('answered')
  expect(await said('note 2027-01-01 "a plan"')).toContain('2027-01-01 is still to come')
})

test('a note stands in the chart of its days, in words too, and in no other', async () => {
  await typed('note 2026-11-03 "Copilot rolled out to Sales"')
  const { message, report } = await typed('30d')
  expect(lines(message)).toMatchObject([
    { marks: [12], notes: expect.arrayContaining(['3 Nov 2026: Copilot rolled out to Sales']) },
  ])
  expect(lines(message)[0]?.alt).toContain('Noted: 3 Nov 2026: Copilot rolled out to Sales.')
  expect(reportSchema.parse(report)).toEqual(report)
  await typed('note remove 2')
  await typed('note 2026-10-21 "the day before"')
  expect(lines((await typed('30d')).message)[0]).not.toHaveProperty('marks')
})

test('a note of a team and of a sort says so, and no note is of a team that there is not', async () => {
  expect(await said('note 2026-11-04 training team:Sales "Copilot workshop"')).toContain(
    'Noted. 4 Nov 2026: training, Sales: Copilot workshop',
  )
  const long = `note 2026-11-04 training team:Sales "${'a'.repeat(70)}"`
  expect(await said(long)).toContain('With its team the note has 87 characters')
  const unresolved = [
    { key: 'team', value: 'sals', why: 'unknown', suggestions: ['Sales'] },
  ] as const
  const house = { ...memoryHouse({ unresolved }), notes: noteBook(store.db) }
  const viewer = member({ admin: true, person: true })
  const asked = await answerCommand(house)(asks('note 2026-11-04 team:sals "x"', viewer))
  expect(plainText(asked.message)).toContain('Sales')
  expect((await noteBook(store.db).list()).filter(({ says }) => says === 'x')).toEqual([])
})
