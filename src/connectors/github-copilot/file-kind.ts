import { basename } from 'node:path'

import { openFile } from '#connectors/open-file.ts'
import { UserError } from '#core/errors.ts'

/** What a file of GitHub's is that we do not read, by a name only it has. */
const OTHERS: readonly (readonly [string, string])[] = [
  ['day_totals', 'an enterprise or organization 28-day report, without people'],
  ['download_links', "GitHub's answer that links to a report, not the report"],
  ['team_id', 'a user-teams-1-day report: who is in which team'],
  ['usageItems', 'a billing report'],
  ['daily_active_users', 'an enterprise-1-day report, without people'],
  ['repo_id', 'a repos-1-day report, without people'],
  ['github_request_id', 'a list of usage records: what people wrote'],
]
const FIX =
  'Download the users-1-day report (NDJSON, one line per person) or the list of Copilot seats, and import that.'

export function jsonOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** The names a JSON text starts with: of its first line where that is JSON, else any near its start. */
function namesIn(head: string): (name: string) => boolean {
  const first = jsonOrUndefined(head.split('\n', 1)[0] ?? '')
  if (typeof first === 'object' && first !== null && !Array.isArray(first))
    return (name) => Object.hasOwn(first, name)
  return (name) => head.includes(`"${name}"`)
}

/** @throws UserError when the file is neither, with what it is */
export async function copilotFileKind(path: string): Promise<'users-1-day' | 'seats'> {
  const { bytes, format } = await openFile(path)
  let head = ''
  for await (const chunk of bytes) {
    head = chunk.toString('utf8').replace(/^\ufeff/, '')
    break
  }
  const has = namesIn(head)
  if (has('seats') || (has('assignee') && has('created_at'))) return 'seats'
  const other = OTHERS.find(([name]) => has(name))
  if (other) throw new UserError(`${basename(path)} is ${other[1]}`, FIX)
  if (format === 'ndjson' && (head.trim() === '' || has('user_login'))) return 'users-1-day'
  throw new UserError(`${basename(path)} is no Copilot report that AI Usage reads`, FIX)
}
