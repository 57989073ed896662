import { resolve } from 'node:path'

import { UserError } from '#core/errors.ts'

import { dealtValues, type Mapping } from './columns.ts'
import { readWhole } from './open-file.ts'

/** The flags that speak of columns, as typed: `FIELD=COLUMN` and the like, one each. */
export type MappingFlags = {
  readonly map: readonly string[]
  readonly set: readonly string[]
  readonly ignore: readonly string[]
  readonly assign: readonly string[]
}

function pairs(flag: string, written: readonly string[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  for (const pair of written) {
    const [, field, value] = /^\s*([^=]+?)\s*=\s*(.+?)\s*$/s.exec(pair) ?? []
    if (field === undefined || value === undefined)
      throw new UserError(
        `--${flag} '${pair}' is not FIELD=VALUE`,
        `Write it like --${flag} ${flag === 'map' ? 'time=TIMESTAMP' : 'tool=chatgpt'}.`,
      )
    if (found.has(field))
      throw new UserError(`--${flag} names '${field}' twice`, 'Keep one of them.')
    found.set(field, value)
  }
  return found
}

/** Reads the flags, and the files --assign names. @throws UserError at a flag without its form */
export async function readMapping(flags: MappingFlags, cwd: string): Promise<Mapping> {
  const dealt = new Map<string, readonly string[]>()
  for (const [field, file] of pairs('assign', flags.assign))
    dealt.set(field, dealtValues(file, await readWhole(resolve(cwd, file))))
  return {
    rename: pairs('map', flags.map),
    constants: pairs('set', flags.set),
    ignore: new Set(flags.ignore.filter((name) => name !== '')),
    dealt,
  }
}
