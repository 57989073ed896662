import { basename, resolve } from 'node:path'

import type { ImportKind } from '#core/import/outcome.ts'

import type { House, ImportOptions, Io } from './doors.ts'
import { outcomeText, rejectedText, shrinksText } from './outcome-text.ts'
import type { Parsed } from './parse.ts'
import { progress } from './progress.ts'

export const DONE = 0
export const BROKEN = 1
export const MISTAKEN = 2

function optionsOf(parsed: Parsed, cwd: string): ImportOptions {
  const [source, through] = [parsed.text('source'), parsed.text('through')]
  const [timeZone, creditUsd] = [parsed.text('time-zone'), parsed.text('credit-usd')]
  const directory = parsed.text('directory')
  return {
    dryRun: parsed.has('dry-run'),
    strict: parsed.has('strict'),
    yes: parsed.has('yes'),
    replace: parsed.has('replace'),
    merge: parsed.has('merge'),
    map: parsed.list('map'),
    set: parsed.list('set'),
    ignore: parsed.list('ignore'),
    assign: parsed.list('assign'),
    ...(source !== undefined && { source }),
    ...(through !== undefined && { through }),
    ...(timeZone !== undefined && { timeZone }),
    ...(creditUsd !== undefined && { creditUsd }),
    ...(directory !== undefined && { directory: resolve(cwd, directory) }),
  }
}

/** Runs an import and says what it did. 2 when any row was refused, or nothing was imported. */
export async function importCommand(parsed: Parsed, io: Io, house: House): Promise<number> {
  const kind = parsed.command.slice('import '.length) as ImportKind
  const shown = progress(io, parsed.has('quiet'))
  const names = parsed.args.map((path) => basename(path))
  try {
    const outcome = await house.importFiles({
      kind,
      files: parsed.args.map((path) => resolve(io.cwd, path)),
      options: optionsOf(parsed, io.cwd),
      cwd: io.cwd,
      command: [parsed.command, ...names].join(' '),
      onProgress: (now) => shown.show(now),
    })
    shown.end()
    io.err(rejectedText(outcome))
    const wrote = outcome.result === 'applied' || outcome.result === 'planned'
    io.err(shrinksText(outcome))
    if (wrote) io.out(outcomeText(outcome))
    else io.err(outcomeText(outcome))
    const refused = outcome.rejected.count + (outcome.governance?.differing ?? 0)
    return wrote && refused === 0 ? DONE : MISTAKEN
  } finally {
    shown.end()
  }
}
