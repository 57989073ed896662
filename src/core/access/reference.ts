import { AUDIENCE } from './audience.ts'
import { AS_ITS_COMMAND, BUTTONS, EXPORTS } from './buttons.ts'
import { CAPACITIES, type Cell, type Rule } from './cells.ts'
import { MACHINE } from './machine.ts'
import { type Action, RULES } from './rules.ts'
import { refusal } from './says.ts'

type Cells = readonly string[]

const line = (row: Cells): string => `| ${row.join(' | ')} |`

function table(head: Cells, rows: readonly Cells[]): string {
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

const GIVEN: Readonly<Record<string, string>> = {
  exact: 'exact',
  published: 'published',
  self: 'own',
  none: 'yes',
  'own units': 'published, own units',
}

const shown = (cell: Cell): string => GIVEN[cell] ?? `no: ${cell}`

const actions = Object.entries(RULES) as readonly (readonly [Action, Rule])[]

function matrix(where: 'alone' | 'channel'): string {
  return table(
    ['', ...CAPACITIES],
    actions.map(([, rule]) => [rule.says, ...CAPACITIES.map((one) => shown(rule[where][one]))]),
  )
}

const PLACES: Readonly<Record<keyof typeof AUDIENCE, string>> = {
  terminal: 'the command line',
  dm: 'the messages of this app',
  'private-reply': 'an answer in a channel that only its asker sees',
  'public-channel': 'a public channel',
  'private-channel': 'a private channel',
  'shared-channel': 'a channel shared with other companies',
}

const READERS = {
  asker: 'its asker',
  workspace: 'everyone in the workspace',
  members: 'the channel’s members now and later',
  outsiders: 'people of other companies: nothing is answered',
}

/** `docs/permissions.md`: who may do what where, from the table `decide` reads. */
export function permissionReference(): string {
  const reasons = new Set(
    actions.flatMap(([, rule]) =>
      CAPACITIES.flatMap((one) => [rule.alone[one], rule.channel[one]]),
    ),
  )
  const refusals = [...reasons].flatMap((cell) =>
    cell in GIVEN ? [] : [[cell, refusal(cell as Parameters<typeof refusal>[0], true).says]],
  )
  const buttons = Object.entries(BUTTONS).map(([kind, rule]) => [
    `\`${kind}\``,
    rule === AS_ITS_COMMAND ? rule : RULES[rule].says,
  ])
  const files = Object.entries(EXPORTS).map(([kind, rule]) => [`\`${kind}\``, rule])
  const places = Object.entries(PLACES).map(([kind, says]) => [
    says,
    READERS[AUDIENCE[kind as keyof typeof AUDIENCE]],
  ])
  const machine = Object.entries(MACHINE).map(([name, rule]) => [
    `\`${name}\``,
    rule === AS_ITS_COMMAND ? 'the operator; with `--as`, as the person named' : rule,
  ])
  return `# Who may do what

Roles are given by settings (\`AI_USAGE_ADMINS\`, \`AI_USAGE_ROLES\`), or by an admin with \`/ai-usage roles grant analyst U024BE7LH\`,
and either gives them to one user or to everyone in a group: a Slack user group (\`roles grant analyst group:@data-team\`), or one of
Entra (\`group:entra:\` and its object id) or Google (\`group:google:\` and its address). Nobody is an admin
because a list is empty: the first one claims the code that \`start\` prints. Giving and taking roles by
command takes two people and is told to all admins ([audit.md](audit.md)); with one admin, the second is whoever
runs AI Usage on its machine, with \`ai-usage approvals approve 3\`. \`person\` is a permission of
admins: without it an admin reads what everyone reads. Whoever has several roles may do what any of them
may. Guests, deactivated accounts, apps and people of other workspaces are refused whatever their roles.

- **exact**: all there is, people by alias.
- **published**: the cells published for everyone, in which nobody can be told apart.
- **own**: one's own exact numbers, found by the address of the account.
- **own units**: of the units they lead and those below; nothing else.

A role is read anew at each question and each button. What Slack knows (accounts, user groups) is asked
again at each button and kept for three minutes otherwise; where Slack does not answer, four minutes
after it last did a user group gives nobody a role.

## Where only its asker reads the answer

${matrix('alone')}

## In a channel

The message says who reads it. Nothing exact and nobody's own numbers are said there.

${matrix('channel')}

## Places

${table(['Place', 'Read by'], places)}

## Buttons and files

Rights are looked up again at each press. "${AS_ITS_COMMAND}": whoever would get the same answer to the same
command now; whoever would get another one gets that, and whoever would be refused is refused.

${table(['Button', 'May be pressed by whoever may'], buttons)}

${table(['File', 'May be taken'], files)}

## The command line

${table(['Command', 'May be run by'], machine)}

Whoever may run programs as the user of AI Usage on its machine is the operator.

## What is said to who may not

${table(['Reason', 'What they read'], refusals)}

## Groups of a directory

\`AI_USAGE_ROLES=lead=entra:7d0c4f0e-54a9-4b7e-9a2c-2b2d5b1f0001:Sales,security=google:sec@corp.example\` gives a role to everyone in
a group of Entra (its object id: anybody may give another group its name) or Google Workspace (its address), those within groups
included, disabled accounts not. \`roles grant lead group:entra:7d0c4f0e-54a9-4b7e-9a2c-2b2d5b1f0001 Sales\` does the same, with a second person's word and no restart. The directory's [connector](connectors.md) must be set up, with its right to read groups. Who collects reads these
groups every minute; whoever asks in Slack is known by their address, in Teams by their object id as well, and only hashes of these are
kept. With [the bot in two parts](deploy.md) both are given \`AI_USAGE_ROLES\`. A group that was not read for four minutes
gives nobody a role, and \`roles list\` says why.

## Asking about a person is seen by that person

\`me\` shows everyone who looked at their numbers one by one, took them as a file or saw the name behind
their alias: when, and with which role, not who. **Reveal** asks for a reason, hashes the addresses of
the workspace's members in memory, shows the names to the one admin who asked, takes them back after 15
minutes, and stores none.

---

Generated from \`src/core/access/rules.ts\`. After changing it, run
\`npx vitest run test/core/docs.test.ts --update\`.
`
}
