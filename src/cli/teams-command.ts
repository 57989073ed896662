import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'

import { UserError } from '#core/errors.ts'

import type { Doors, Io } from './doors.ts'
import { DONE } from './import-command.ts'
import type { Parsed } from './parse.ts'

const FILE = 'ai-usage-teams.zip'
/** What Teams takes for the name of a developer. */
const LONGEST_NAME = 32

function companyOf(parsed: Parsed): string | undefined {
  const company = parsed.text('company')?.trim()
  if (company === undefined || (company !== '' && company.length <= LONGEST_NAME)) return company
  throw new UserError(
    `--company '${company}' is no name that Teams takes`,
    `Write 1 to ${LONGEST_NAME} characters.`,
  )
}

function websiteOf(parsed: Parsed): string | undefined {
  const website = parsed.text('website')
  if (website === undefined || (URL.canParse(website) && website.startsWith('https://')))
    return website
  throw new UserError(
    `--website '${website}' is no address that Teams takes`,
    'Write one that begins with https://.',
  )
}

/** Writes the app for Teams into a new file. */
export async function teamsPackage(parsed: Parsed, io: Io, doors: Doors): Promise<number> {
  const [company, website] = [companyOf(parsed), websiteOf(parsed)]
  const name = parsed.text('out') ?? FILE
  const bytes = await doors.teamsPackage({ company, website })
  try {
    writeFileSync(resolve(io.cwd, name), bytes, { flag: 'wx' })
  } catch {
    throw new UserError(
      `${name} is there already, or cannot be written`,
      'Name a new file in a folder that you may write to.',
    )
  }
  const examples = [
    ...(company === undefined ? ['--company'] : []),
    ...(website === undefined ? ['--website'] : []),
  ]
  const still =
    examples.length === 0
      ? ''
      : ` Its developer is still the example: give ${examples.join(' and ')}.`
  io.out(`The app is in ${name}. Upload it in the Teams admin center (docs/teams.md).${still}\n`)
  return DONE
}
