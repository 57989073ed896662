import { appendFileSync } from 'node:fs'
import { resolve } from 'node:path'

import { type Anchor, anchorLine } from '#core/audit/anchor.ts'
import { UserError } from '#core/errors.ts'

import { readSigner, writeKeys } from './audit-key.ts'
import type { Io, Signing } from './doors.ts'
import { DONE } from './import-command.ts'
import type { Parsed } from './parse.ts'

/** Makes the key that signs, and its public half. */
export function auditKeygen(parsed: Parsed, io: Io): number {
  const { keyId, publicFile } = writeKeys(resolve(io.cwd, parsed.args[0] ?? ''))
  io.out(
    `Key ${keyId} was made. Keep it from the machine that runs the bot; give ${publicFile} to whoever verifies.\n`,
  )
  return DONE
}

type Runs = Signing & {
  /** Runs another command line, in the bot where one runs, and returns its exit code. */
  readonly run: (argv: readonly string[], io: Io) => Promise<number>
}

/**
 * Signs the end of the trail, or with --before the last row before a day, once the whole trail was
 * followed. The key is read here, in a process of its own: the one that answers never has it.
 */
export async function auditSign(parsed: Parsed, io: Io, signing: Runs): Promise<number> {
  const signer = readSigner(signing.keyFile)
  const before = parsed.text('before')
  const flags = before === undefined ? [] : ['--before', before]
  let said = ''
  const code = await signing.run(['audit', 'head', ...flags], {
    ...io,
    out: (text) => {
      said += text
    },
  })
  if (code !== DONE) return code
  const { tenant, seq, hash } = JSON.parse(said) as Pick<Anchor, 'tenant' | 'seq' | 'hash'>
  const kind = before === undefined ? 'head' : 'checkpoint'
  const at = new Date(signing.now()).toISOString()
  const line = anchorLine(signer.sign({ kind, tenant, seq, hash, at }))
  io.out(`${line}\n`)
  const file = parsed.text('out')
  if (file !== undefined) append(resolve(io.cwd, file), line)
  // Last: what can't be posted is signed and kept all the same.
  await signing.post?.(line)
  return DONE
}

function append(file: string, line: string): void {
  try {
    appendFileSync(file, `${line}\n`)
  } catch {
    throw new UserError(
      `${file} cannot be written`,
      'Name a file in a folder that you may write to; the anchor above is signed all the same.',
    )
  }
}
