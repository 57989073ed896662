import type { Connector } from '#collect.ts'
import type { Finding } from '#core/collect/outcome.ts'
import { UserError } from '#core/errors.ts'
import { plainText } from '#core/message/plain-text.ts'

import type { House, Io } from './doors.ts'
import { DONE, MISTAKEN } from './import-command.ts'

const MARKS: Readonly<Record<Finding['level'], string>> = {
  ok: 'ok       ',
  warning: 'warning  ',
  fault: 'wrong    ',
}

/** Lists the connectors; or walks through the set-up of one and tests it. */
export async function connectCommand(
  id: string | undefined,
  io: Io,
  house: House,
): Promise<number> {
  const all = house.collect.connectors()
  if (id === undefined) {
    io.out(listOf(all))
    return DONE
  }
  const found = all.find(({ connector }) => connector.id === id.toLowerCase())
  // Says which names there are.
  if (!found) return printed(await house.collect.check(id), io)
  io.out(recipeOf(found.connector, found.missing))
  if (found.missing.length > 0)
    throw new UserError(
      `${found.connector.title} is off: ${found.missing.join(', ')} not set`,
      `Set ${found.missing.length === 1 ? 'it' : 'them'} in the environment (NAME or NAME_FILE), start a running bot again, and repeat this.`,
    )
  io.out('\nTesting it …\n')
  return printed(await house.collect.check(id), io)
}

/** Looks at everything; 2 when something is wrong. */
export async function doctorCommand(io: Io, house: House): Promise<number> {
  return printed(await house.collect.doctor(), io)
}

function printed(findings: readonly Finding[], io: Io): number {
  for (const { level, says, fix } of findings)
    io.out(`  ${MARKS[level]}${says}\n${fix === undefined ? '' : `           ${fix}\n`}`)
  return findings.some(({ level }) => level === 'fault') ? MISTAKEN : DONE
}

type Wanted = ReturnType<House['collect']['connectors']>[number]

function listOf(all: readonly Wanted[]): string {
  const rows = all.map(({ connector, missing }) => [
    connector.id,
    connector.title,
    missing.length === 0 ? 'on' : `off: needs ${missing.join(', ')}`,
  ])
  return plainText({
    title: '',
    summary: '',
    parts: [
      rows.length === 0
        ? { kind: 'text', text: 'There are no connectors in this version.' }
        : { kind: 'table', head: ['Connector', 'Source', 'State'], rows },
      { kind: 'text', text: 'Set one up: ai-usage connect CONNECTOR' },
    ],
  })
}

function recipeOf(connector: Connector, missing: readonly string[]): string {
  const { title, recipe, settings, streams } = connector
  const steps = recipe.steps.map((step, at) => `  ${at + 1}. ${step}`)
  const names = settings.map(({ name, says, needed }) => {
    const state = missing.includes(name) ? 'missing' : needed ? 'set' : 'optional'
    return `  ${name} (${state}): ${says}`
  })
  const reads = streams.map(
    ({ id, says, content }) =>
      `  ${id}: ${says}${content ? ` Off until: ai-usage consent ${connector.id}/${id}` : ''}`,
  )
  return `${[
    title,
    '',
    ...steps,
    '',
    'Settings',
    ...names,
    '',
    'Reads',
    ...reads,
    '',
    `What the key could do: ${recipe.keyCould}`,
    `What AI Usage does: ${recipe.weOnly}`,
    ...recipe.cannotSee.map((line) => `It cannot see: ${line}`),
    `More: ${recipe.url}`,
  ].join('\n')}\n`
}
