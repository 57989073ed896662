import { createHash } from 'node:crypto'
import { basename } from 'node:path'

import { plainText } from '#core/message/plain-text.ts'
import { policyMessage } from '#core/policy/message.ts'
import { type Difference, type Policy, policyText } from '#core/policy/policy.ts'

import type { House, Io, PolicyFiles } from './doors.ts'
import { DONE } from './import-command.ts'
import type { Parsed } from './parse.ts'
import { readText } from './read-text.ts'

function readFile(parsed: Parsed, io: Io, files: PolicyFiles): Policy {
  const [name = ''] = parsed.args
  return files.read(readText(name, io), basename(name))
}

export function policyCheck(parsed: Parsed, io: Io, files: PolicyFiles): number {
  const policy = readFile(parsed, io, files)
  const hash = createHash('sha256').update(policyText(policy)).digest('hex')
  io.out(`${parsed.args[0] ?? ''} is a policy. SHA-256 ${hash}\n`)
  return DONE
}

type Given = { readonly house: House; readonly files: PolicyFiles }

export async function policyShow(parsed: Parsed, io: Io, { house, files }: Given): Promise<number> {
  const { policy, hash, since } = await house.policy.inForce()
  if (parsed.has('json')) {
    io.out(policyText(policy))
    return DONE
  }
  const when =
    since === undefined ? 'The default' : `In force since ${new Date(since).toISOString()}`
  io.out(`# ${when}. SHA-256 ${hash}\n${files.write(policy)}`)
  return DONE
}

const line = ({ point, from, to, weaker }: Difference): string =>
  `${weaker ? 'weaker  ' : 'stricter'}  ${point}: ${from} → ${to}\n`

export async function policyApply(
  parsed: Parsed,
  io: Io,
  { house, files }: Given,
): Promise<number> {
  const policy = readFile(parsed, io, files)
  const dryRun = parsed.has('dry-run')
  const command = `ai-usage policy apply ${basename(parsed.args[0] ?? '')}`
  const done = await house.policy.apply(policy, { dryRun, command })
  for (const difference of done.differences) io.out(line(difference))
  const needs = 'What is weaker needs the word of a second person.'
  switch (done.kind) {
    case 'same':
      io.out(`This policy holds already. SHA-256 ${done.hash}\n`)
      return DONE
    case 'applied':
      io.out(dryRun ? 'It would hold at once.\n' : `It holds now. SHA-256 ${done.hash}\n`)
      return DONE
    case 'waiting':
      io.out(
        dryRun
          ? `${needs} The rest would hold at once.\n`
          : `${needs} Until then the stricter of old and new holds: SHA-256 ${done.hash}\n` +
              `An admin types: /ai-usage approvals approve ${done.pending}\nThen run this again.\n`,
      )
      return DONE
  }
}

/** As everyone reads it in chat. */
export async function privacyPolicy(io: Io, house: House): Promise<number> {
  io.out(`${plainText(policyMessage(await house.policy.inForce()))}\n`)
  return DONE
}
