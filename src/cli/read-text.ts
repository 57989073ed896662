import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'

import { UserError } from '#core/errors.ts'

import type { Io } from './doors.ts'

/** @throws UserError when it is not there or may not be read */
export function readText(file: string, { cwd }: Pick<Io, 'cwd'>): string {
  try {
    return readFileSync(resolve(cwd, file), 'utf8')
  } catch {
    throw new UserError(
      `${file} cannot be read`,
      'Name a file that is there and that you may read.',
    )
  }
}
