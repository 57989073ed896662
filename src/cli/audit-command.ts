import { open } from 'node:fs/promises'
import { resolve } from 'node:path'

import { type Anchor, readAnchors } from '#core/audit/anchor.ts'
import type { AuditedRow } from '#core/audit/trail.ts'
import { UserError } from '#core/errors.ts'
import { day } from '#core/time/day.ts'

import { signatures } from './audit-key.ts'
import type { House, Io } from './doors.ts'
import { DONE } from './import-command.ts'
import type { Parsed } from './parse.ts'
import { readText } from './read-text.ts'

/** The trail is not what was written: no mistake of whoever asks, and no fault of ours. */
export const TAMPERED = 3
const MOST = 200
const HEAD = ['Row', 'When', 'Who', 'Where', 'What', 'Outcome', 'Command']

const cells = ({ seq, at, viewer, place, action, outcome, command }: AuditedRow) => [
  String(seq),
  new Date(at).toISOString().replace(/\.\d+Z$/, 'Z'),
  viewer,
  place,
  action,
  outcome,
  command,
]

/** The newest rows, newest first. */
export async function auditList(parsed: Parsed, io: Io, house: House): Promise<number> {
  const [since, who, action] = [parsed.text('since'), parsed.text('who'), parsed.text('action')]
  const { rows, count } = await house.audit.list(
    {
      ...(since !== undefined && { since: day(since) }),
      ...(who !== undefined && { who }),
      ...(action !== undefined && { action }),
    },
    MOST,
  )
  if (count === 0) {
    io.err('No row fits.\n')
    return DONE
  }
  const lines = [HEAD, ...rows.map(cells)]
  const widths = HEAD.map((_, at) => Math.max(...lines.map((line) => line[at]?.length ?? 0)))
  for (const line of lines)
    io.out(
      `${line
        .map((cell, at) => cell.padEnd(widths[at] ?? 0))
        .join('  ')
        .trimEnd()}\n`,
    )
  if (count > rows.length)
    io.err(`The newest ${rows.length} of ${count} rows. All of them: ai-usage audit export FILE\n`)
  return DONE
}

export type PublicKeys = string | undefined

/** Anchors of files, each with its signature checked. @throws UserError naming one that is not right */
function anchorsOf(parsed: Parsed, io: Io, isSigned: (anchor: Anchor) => boolean) {
  return parsed.list('anchor').flatMap((file) => {
    const anchors = readAnchors(readText(file, io), file)
    const wrong = anchors.find((anchor) => !isSigned(anchor))
    if (!wrong) return anchors
    throw new UserError(
      `The anchor for row ${wrong.seq} in ${file} does not bear the signature of key ${wrong.keyId}`,
      'It was changed: take it from another place where anchors are kept.',
    )
  })
}

/** Follows the whole chain, and compares it with anchors. */
export async function auditVerify(
  parsed: Parsed,
  io: Io,
  given: { readonly house: House; readonly publicKeys: PublicKeys },
): Promise<number> {
  const keys = parsed.list('key').map((file) => readText(file, io))
  const isSigned = signatures(keys.length > 0 ? keys.join('\n') : given.publicKeys)
  const anchors = anchorsOf(parsed, io, isSigned)
  const { fault, rows, head } = await given.house.audit.verify({ anchors, isSigned })
  if (fault) {
    io.err(`The audit trail is broken at row ${fault.seq}. ${fault.says}\n`)
    return TAMPERED
  }
  if (parsed.command === 'audit head') {
    io.out(`${JSON.stringify(await markOf(parsed, given.house, head))}\n`)
    return DONE
  }
  io.out(`The audit trail is whole: ${rows} rows, the last is ${head.seq}, ${head.hash}.\n`)
  io.out(
    anchors.length > 0
      ? `It agrees with ${anchors.length} signed ${anchors.length === 1 ? 'anchor' : 'anchors'}.\n`
      : 'Without --anchor, a trail that was cut or written anew by someone with all rights on the store looks whole.\n',
  )
  return DONE
}

type Head = { readonly tenant: number; readonly seq: number; readonly hash: string }

/** What is to be signed: the end of the trail, or the last row before a day. */
async function markOf(parsed: Parsed, house: House, head: Head): Promise<Head> {
  const before = parsed.text('before')
  if (before === undefined) return head
  const last = await house.audit.lastBefore(day(before))
  if (last) return { tenant: head.tenant, ...last }
  throw new UserError(
    `There is no audit row from before ${before}`,
    'Name a later day, or look: ai-usage audit list',
  )
}

/** All rows, as NDJSON that can be checked without us. The file must be new. */
export async function auditExport(parsed: Parsed, io: Io, house: House): Promise<number> {
  const [name = ''] = parsed.args
  const file = await open(resolve(io.cwd, name), 'wx', 0o600).catch(() => {
    throw new UserError(
      `${name} is there already, or cannot be written`,
      'Name a new file in a folder that you may write to.',
    )
  })
  let rows = 0
  try {
    for await (const line of house.audit.lines()) {
      await file.write(`${line}\n`)
      rows += 1
    }
  } finally {
    await file.close()
  }
  io.err(`${rows} rows were written to ${name}.\n`)
  return DONE
}

/** Drops the rows up to a signed checkpoint. */
export async function auditPrune(
  parsed: Parsed,
  io: Io,
  { house, publicKeys }: { readonly house: House; readonly publicKeys: PublicKeys },
): Promise<number> {
  const [name = ''] = parsed.args
  const checkpoint = readAnchors(readText(name, io), name).at(-1)
  if (checkpoint?.kind !== 'checkpoint' || !signatures(publicKeys)(checkpoint))
    throw new UserError(
      `${name} holds no checkpoint that was signed`,
      'Sign one: ai-usage audit sign --before DAY --out FILE',
    )
  const rows = await house.audit.prune(checkpoint)
  io.out(
    `${rows} rows were dropped; the trail begins after row ${checkpoint.seq}. Keep ${name} with your anchors.\n`,
  )
  return DONE
}
