/**
 * From the start of `ai-usage start` to the line that says it listens: its process, the embedded
 * store, the charts, the control socket and Slack, which a fake plays. First on a folder that is not
 * there, later on one that is: empty, and with the demo company in it. Goals: at most 6 s first, at
 * most 3 s later. The floor, in the same run: the process alone, which only says its version. On a
 * machine that is busy with other things, the processor's time and the number of modules say more.
 */
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { readConfig } from '#config.ts'
import { startSlackFake } from '#demo/slack-fake/start.ts'
import { openDemo } from '#main/demo.ts'

import { ms, quantile } from './demo-house.ts'

const ROUNDS = 5
const READY = 'Listening to Slack'
const SIGNING_SECRET = '0123456789abcdef0123456789abcdef'

const program = fileURLToPath(new URL('../bin/ai-usage.mjs', import.meta.url))
const home = mkdtempSync(join(tmpdir(), 'ai-usage-bench-'))
await using fake = await startSlackFake({ signingSecret: SIGNING_SECRET })

/** Of one start: milliseconds until it is ready, of the clock and of the processor. */
type Start = { readonly took: number; readonly worked: number; readonly modules: number }

/**
 * Sends the program's calls of Slack to the fake: it has no setting for that, and needs none. Says
 * what a start took before it says that it is ready.
 */
const WATCHED = `data:text/javascript,${encodeURIComponent(
  `import { registerHooks } from 'node:module'
   const real = fetch
   globalThis.fetch = (url, init) => real(String(url).replace('https://slack.com/api/', '${fake.apiUrl}'), init)
   let modules = 0
   registerHooks({ load: (url, context, next) => { modules += 1; return next(url, context) } })
   const write = process.stdout.write.bind(process.stdout)
   process.stdout.write = (text, ...rest) => {
     const { user, system } = process.cpuUsage()
     if (text.includes('${READY}')) write(\`modules=\${modules} worked=\${(user + system) / 1000}\\n\`)
     return write(text, ...rest)
   }`,
)}`

/** From the start of the process to `READY`; told to stop then, it must end well. */
async function start(dataFolder: string): Promise<Start> {
  const from = performance.now()
  const child = spawn(process.execPath, ['--import', WATCHED, program, 'start'], {
    env: {
      PATH: process.env['PATH'],
      AI_USAGE_DATA: dataFolder,
      // The demo company's.
      AI_USAGE_KEY: 'a key for a made-up company, and nothing else',
      AI_USAGE_LOG_LEVEL: 'error',
      SLACK_BOT_TOKEN: fake.botToken,
      SLACK_SIGNING_SECRET: SIGNING_SECRET,
      PORT: '0',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
  let said = ''
  for await (const chunk of child.stdout) {
    said += String(chunk)
    if (said.includes(READY)) break
  }
  const took = performance.now() - from
  child.kill('SIGTERM')
  const code = await ended
  if (!said.includes(READY) || code !== 0) throw new Error(`it ended with ${code}: ${said}`)
  const told = (name: string) => Number(new RegExp(`${name}=([\\d.]+)`).exec(said)?.[1])
  return { took, worked: told('worked'), modules: told('modules') }
}

async function version(): Promise<number> {
  const from = performance.now()
  const child = spawn(process.execPath, [program, '--version'], { stdio: 'ignore' })
  await new Promise((resolve) => child.once('exit', resolve))
  return performance.now() - from
}

async function times<Sample>(work: (round: number) => Promise<Sample>): Promise<readonly Sample[]> {
  const samples: Sample[] = []
  for (let round = 0; round < ROUNDS; round++) samples.push(await work(round))
  return samples
}

const floor = await times(version)
const first = await times((round) => start(join(home, `first-${round}`)))
const later = await times((round) => start(join(home, `first-${round}`)))
const company = join(home, 'company')
{
  const config = readConfig({ AI_USAGE_NOW: '2026-11-21T12:00:00Z' })
  const io = { cwd: home, tty: false, err: (text: string) => process.stderr.write(text) }
  await using _ = await openDemo(config, io, { folder: company })
}
const full = await times(() => start(company))
rmSync(home, { recursive: true })

console.log(`${ROUNDS} starts each, on ${process.arch}, Node ${process.version}`)
console.log(`  ${'the process alone'.padEnd(26)} p50 ${ms(quantile(floor, 0.5))}`)
for (const [name, samples, goal] of [
  ['first start', first, 6000],
  ['later start, empty', later, 3000],
  ['later start, demo company', full, 3000],
] as const) {
  const of = (what: keyof Start) => samples.map((sample) => sample[what])
  const p50 = quantile(of('took'), 0.5)
  console.log(
    `  ${name.padEnd(26)} p50 ${ms(p50)}   worst ${ms(Math.max(...of('took')))}   goal: at most ${goal} ms`,
  )
  console.log(
    `  ${''.padEnd(26)} ratio ${(p50 / quantile(floor, 0.5)).toFixed(1)}   processor ${ms(quantile(of('worked'), 0.5))}   modules ${Math.max(...of('modules'))}`,
  )
}
