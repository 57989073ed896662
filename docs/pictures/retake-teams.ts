// Retakes the digest and an alert as Teams shows them on a phone, from the demo company in Microsoft's Agents Playground, which is
// no dependency of ours: `node docs/pictures/retake-teams.ts PATH_TO/m365agentsplayground/cli.js`.
import { spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import sharp from 'sharp'

import { readConfig } from '#config.ts'
import { openDemo } from '#main/demo.ts'
import { startTeams } from '#teams/app.ts'
import { PUBLIC_CLOUD } from '#teams/cloud.ts'
import { startBrowser } from '#test/support/browser.ts'

const [, , playground] = process.argv
if (playground === undefined) throw new Error('Say where the playground is: its cli.js.')
const PORT = 56_150
const ORIGIN = `http://localhost:${PORT}`
const TENANT = '00000000-0000-4000-8000-000000000001'
const APP = '00000000-0000-4000-8000-000000000011'

const person = (n: number, name: string) => `
    id: user-id-${n}
    name: ${name}
    userPrincipleName: user${n}@example.com
    aadObjectId: 00000000-0000-4000-8000-00000000002${n}
    givenName: ${name.split(' ')[0]}
    surname: ${name.split(' ')[1]}
    email: user${n}@example.com`
/** With fewer people than five others the playground ends without a word. */
const OTHERS = ['Ben Larsen', 'Cleo Marsh', 'Dan Ortiz', 'Eva Lind', 'Finn Ruiz']
const COMPANY = `version: "0.1.1"
tenantId: ${TENANT}
bot:
  id: ${APP}
  name: AI Usage
currentUser:${person(0, 'Ada Park')}
users:${OTHERS.map((name, n) => `\n  -${person(n + 1, name).replace(/^\n {3}/u, '')}`).join('')}
personalChat:
  id: personal-chat
groupChat:
  id: group-chat
  name: Leads
team:
  id: team-id
  name: Acme
  aadGroupId: 00000000-0000-4000-8000-000000000031
  channels:
    - id: channel-general
      name: AI
`

const here = (name: string) => fileURLToPath(new URL(`${name}.png`, import.meta.url))
const parent = await mkdtemp(join(tmpdir(), 'ai-usage-pictures-'))
const io = { cwd: parent, tty: false, err: (text: string) => process.stderr.write(text) }
const ADA = '00000000-0000-4000-8000-000000000020'
const config = readConfig({
  AI_USAGE_NOW: '2026-11-23T09:00:00Z',
  AI_USAGE_ROLES: `admin=${ADA},person=${ADA}`,
})
const demo = await openDemo(config, io, { folder: join(parent, 'demo') })
const teams = await startTeams(
  {
    appId: APP,
    tenant: TENANT,
    credentials: { kind: 'none' },
    host: '127.0.0.1',
    port: 0,
    cloud: { ...PUBLIC_CLOUD, services: [ORIGIN] },
  },
  demo.house,
)
const company = join(parent, 'company.yml')
await writeFile(company, COMPANY)
const player = spawn(
  process.execPath,
  [playground, 'start', '-e', `${teams.url}/api/messages`, '-c', 'msteams', '-p', String(PORT), '--disable-telemetry'],
  {
    cwd: parent,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, TEAMSAPPTESTER_BROWSER: 'none', M365_AGENTS_PLAYGROUND_CONFIG_PATH: company },
  },
)
const browser = await startBrowser()
if ('missing' in browser) throw new Error(browser.missing)
const page = await browser.newPage({ viewport: { width: 1200, height: 3200 }, colorScheme: 'light' })
page.setDefaultTimeout(120_000)
const reach = async (tries: number): Promise<void> => {
  try {
    await page.goto(ORIGIN)
  } catch (error) {
    if (tries === 0) throw error
    await page.waitForTimeout(500)
    return reach(tries - 1)
  }
}
await reach(120)
const editor = page.locator('[data-lexical-editor=true]')
const card = page.locator('.ac-adaptiveCard').last()
const ask = async (command: string, says: RegExp) => {
  await editor.click()
  await page.keyboard.type(command)
  await page.keyboard.press('Enter')
  await card.getByText(says).first().waitFor()
}
const take = async (name: string) => {
  const png = await card.screenshot()
  await sharp(png).png({ palette: true }).toFile(here(name))
}
await ask('digest', /Looked at/)
// The playground's own cards are as wide as on a desk.
await page.addStyleTag({ content: '.ac-adaptiveCard { width: 390px !important }' })
await take('teams-digest')
await ask('alert show 1', /Nobody has taken it yet/)
await take('teams-alert-firing')
for (const [button, says, name] of [
  ['Acknowledge', /it is theirs now/, 'teams-alert-acknowledged'],
  ['Silence 1 day', /this message says so when the silence ends/, 'teams-alert-silenced'],
  ['Resolve', /Resolved/, 'teams-alert-resolved'],
] as const) {
  await card.getByRole('button', { name: button }).click()
  await card.getByText(says).first().waitFor()
  await take(name)
}
await browser.close()
player.kill()
await teams.stop()
await demo[Symbol.asyncDispose]()
await rm(parent, { recursive: true })
