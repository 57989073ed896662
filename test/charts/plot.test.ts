import { once } from 'node:events'
import { mkdtemp, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

import { expect, test } from 'vitest'

import { plot } from '#charts/plot.ts'
import { THEMES } from '#charts/theme.ts'

const frame = { x: 0, y: 0, width: 200, height: 100 }
const margins = { left: 0, top: 0, right: 0, bottom: 0 }
const text = { mark: 'text', encoding: { text: { field: 'secret', type: 'nominal' } } }

test('a chart can not read a file of the machine', async () => {
  const file = join(await mkdtemp(join(tmpdir(), 'charts-')), 'data.json')
  await writeFile(file, '[{"secret": "the key to the store"}]')
  const drawn = await plot(
    { ...text, data: { url: pathToFileURL(file).href } },
    { frame, margins, theme: THEMES.light },
  )
  expect(drawn.svg).not.toContain('the key')
  expect(drawn.warnings.join(' ')).toContain(`denied: file://${file}`)
})

test('a chart can not ask the network', async () => {
  let asked = 0
  await using server = createServer((_, response) => {
    asked += 1
    response.end('[{"secret": "from afar"}]')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const url = `http://127.0.0.1:${port}/data.json`
  const image = { mark: { type: 'image', url: `${url}?image` }, data: { values: [{}] } }
  const options = { frame, margins, theme: THEMES.light }
  const data = await plot({ ...text, data: { url } }, options)
  const picture = await plot(image, options)
  expect(data.svg).not.toContain('from afar')
  expect(data.warnings.join(' ')).toContain(`denied: ${url}`)
  expect(picture.svg).not.toContain('127.0.0.1')
  expect(asked).toBe(0)
})

test('what Vega-Lite finds wrong with a chart is heard', async () => {
  const odd = { data: { values: [{ a: 1 }] }, mark: 'point', encoding: { nowhere: { field: 'a' } } }
  const { warnings } = await plot(odd, { frame, margins, theme: THEMES.light })
  expect(warnings).toEqual([expect.stringContaining('nowhere')])
})
