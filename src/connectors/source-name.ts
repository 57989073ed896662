import { UserError } from '#core/errors.ts'

import { MOST_LETTERS, TOOL } from './usage-schema.ts'

/** The name of a source as --source gives it. @throws UserError when it is no name */
export function sourceName(written: string): string {
  const name = written.trim().toLowerCase().replace(/\s+/g, '-')
  if (TOOL.test(name) && name.length <= MOST_LETTERS.tool) return name
  throw new UserError(
    `--source '${written}' is not a name`,
    "Write letters, digits, dots and dashes (at most 64), like 'litellm-gateway'.",
  )
}
