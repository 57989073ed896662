import { expect, test } from 'vitest'

import { parse } from '#core/command/parse.ts'
import { metricsMessage } from '#core/message/metrics.ts'
import { catalogue } from '#core/metric/catalogue.ts'
import type { MetricId } from '#core/metric/metric.ts'

const ids = Object.keys(catalogue) as MetricId[]

test('metrics lists every number, each by a word that can be typed, in what a message holds', () => {
  const [list] = metricsMessage().parts
  const text = list?.kind === 'text' ? list.text : ''
  const words = [...text.matchAll(/^`([^`]+)`/gmu)].map(([, word = '']) => word)
  expect(words.map((word) => parse(word))).toEqual(
    ids.map((id) => expect.objectContaining({ kind: 'ask', metrics: [id] })),
  )
  expect(text.length).toBeLessThan(3000)
})

test.each(ids)('%s is defined in full, and its buttons can be pressed', (id) => {
  const { title, parts } = metricsMessage(id)
  const [text, buttons] = parts
  expect(title).toBe(catalogue[id].name)
  expect(text).toMatchObject({ text: expect.stringContaining(catalogue[id].formula) })
  const commands = buttons?.kind === 'buttons' ? buttons.buttons.map(({ act }) => act) : []
  expect(commands.map((act) => (act.kind === 'ask' ? parse(act.command).kind : ''))).toEqual([
    'ask',
    'metrics',
  ])
})

test.each(ids)('%s can be typed in every way its definition lists', (id) => {
  // At the very start `costs` and `people` ask for more than themselves.
  for (const typed of [id, catalogue[id].typed.word, ...catalogue[id].typed.aliases])
    expect(parse(`90d ${typed}`)).toMatchObject({ kind: 'ask', metrics: [id] })
})
