/**
 * Asks the demo company what `docs/products.md` lists, and writes the answers there: all, or those of
 * commands that hold a text.
 *
 *   node bench/products.ts [text]
 */
import { readFile, writeFile } from 'node:fs/promises'

import { openDemoForBench } from './demo-house.ts'

const FILE = 'docs/products.md'
const ROW = /^\| (?<shows>[^|]+) \| `(?<command>[^`]+)` \|/u

await using demo = await openDemoForBench()
const written: string[] = []
for (const line of (await readFile(FILE, 'utf8')).split('\n')) {
  const { shows, command } = ROW.exec(line)?.groups ?? {}
  if (shows === undefined || !command?.includes(process.argv[2] ?? '')) {
    written.push(line)
    continue
  }
  const viewer = { kind: 'operator' } as const
  const { outcome, message } = await demo.house.answer({ text: command, viewer, place: 'terminal' })
  const said = (message.summary ?? message.title).replaceAll('|', String.raw`\|`)
  written.push(`| ${shows} | \`${command}\` | ${said} |`)
  process.stdout.write(`${outcome.padEnd(9)} ${command}: ${said}\n`)
}
await writeFile(FILE, written.join('\n'))
