import { expect, test } from 'vitest'

import { linesChart } from '#core/chart/build.ts'
import type { Told } from '#core/chart/chart.ts'

const days = (value: number) => ['2026-11-16', '2026-11-17'].map((from) => ({ from, value }))

const chart = (told?: Told) =>
  linesChart({
    title: 'Messages',
    subtitle: 'Messages per day',
    footer: '',
    unit: 'count',
    grain: 'day',
    now: days(118),
    before: days(100).map(({ value }, index) => ({
      from: `2026-11-${String(9 + index).padStart(2, '0')}`,
      value,
    })),
    ...(told ? { told } : {}),
  }).alt

test.each<[Told | undefined, string]>([
  [undefined, 'Average 118 a day, +18% against 100.'],
  [
    { change: '+7%', basis: 'per working day' },
    'Average 118 a day, against 100: +7% per working day.',
  ],
  [{ change: '', basis: 'about the same' }, 'Average 118 a day, against 100: about the same.'],
  [{ change: '', basis: '' }, 'Average 118 a day, against 100.'],
])('a picture tells the change of the message: %j', (told, said) => {
  expect(chart(told)).toContain(said)
})
