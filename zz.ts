import { writeFileSync } from 'node:fs'

import { readConfig } from '#config.ts'
import { plainText } from '#core/message/plain-text.ts'
import { openHouse } from '#main/house.ts'
import { openLog } from '#main/log.ts'
const cfg = readConfig({
  AI_USAGE_DATA: '.demo',
  ...(process.env.NOW ? { AI_USAGE_NOW: process.env.NOW } : {}),
})
await using h = await openHouse(cfg, {
  key: 'a key for a made-up company, and nothing else',
  log: openLog('error'),
})
let n = 0
for (const q of process.argv.slice(2)) {
  const t = performance.now()
  const a = await h.answer({ text: q, viewer: { kind: 'operator' }, place: 'terminal' })
  const ms = performance.now() - t
  console.log(`\n######## ${q}   [${a.outcome}, ${ms.toFixed(0)} ms]\n` + plainText(a.message))
  for (const p of a.message.parts)
    if (p.kind === 'chart') {
      const t2 = performance.now()
      const png = await h.draw(p.chart)
      writeFileSync(`/tmp/c${++n}.png`, png.bytes)
      console.log(
        `chart ${n}: ${p.chart.kind}, ${(performance.now() - t2).toFixed(0)} ms; alt: ${p.chart.alt}`,
      )
    }
}
