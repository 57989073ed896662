import { createHash } from 'node:crypto'

import { openCharts } from '#charts/open.ts'

import { bars, lines, share } from './samples.ts'

// A process of its own for open.test.ts: nothing was drawn before, and its zone is another one.
await using charts = await openCharts()
for (const chart of [lines(), bars(), share()]) {
  const { bytes } = await charts.draw(chart)
  console.log(createHash('sha256').update(bytes).digest('hex'))
}
