import { writeFile } from 'node:fs/promises'
import { basename, resolve } from 'node:path'

import type { Chart } from '#core/chart/chart.ts'
import { UserError } from '#core/errors.ts'
import type { Message } from '#core/message/message.ts'
import { plainText } from '#core/message/plain-text.ts'
import type { Answer } from '#ports.ts'

import type { House, Io } from './doors.ts'
import { BROKEN, DONE, MISTAKEN } from './import-command.ts'
import type { Parsed } from './parse.ts'

export const EXIT: Record<Answer['outcome'], number> = {
  answered: DONE,
  misread: MISTAKEN,
  refused: MISTAKEN,
  failed: BROKEN,
}

function chartOf({ parts }: Message): Chart | undefined {
  for (const part of parts) if (part.kind === 'chart') return part.chart
  return undefined
}

async function draw(message: Message, path: string, house: House): Promise<void> {
  const chart = chartOf(message)
  if (!chart) {
    throw new UserError(
      `The answer has no chart, so ${basename(path)} was not written`,
      'Ask for days that have use, or leave out --chart.',
    )
  }
  const { bytes } = await house.draw(chart)
  try {
    await writeFile(path, bytes)
  } catch {
    throw new UserError(
      `${path} cannot be written`,
      'Name a file in a folder that you may write to.',
    )
  }
}

/** Asks, and prints the answer: as text, or with --json the report and nothing else. */
export async function askCommand(parsed: Parsed, io: Io, house: House): Promise<number> {
  const path = parsed.text('chart')
  if (path !== undefined && !/\.png$/i.test(path))
    throw new UserError(`--chart '${path}' is not a PNG`, 'Name a file that ends in .png.')
  const person = parsed.text('as')
  const answer = await house.ask({
    text: parsed.args.join(' '),
    viewer: person === undefined ? { kind: 'operator' } : await house.viewer(person),
    place: 'terminal',
  })
  if (answer.outcome !== 'answered') {
    io.err(plainText(answer.message))
    return EXIT[answer.outcome]
  }
  if (parsed.has('json')) {
    if (answer.report === undefined) {
      io.err(plainText(answer.message))
      throw new UserError('There are no numbers to print as JSON', 'Leave out --json.')
    }
    io.out(`${JSON.stringify(answer.report)}\n`)
  } else io.out(plainText(answer.message))
  if (path !== undefined) await draw(answer.message, resolve(io.cwd, path), house)
  return DONE
}
