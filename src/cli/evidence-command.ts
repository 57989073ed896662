import { createHash } from 'node:crypto'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

import { UserError } from '#core/errors.ts'
import {
  type Document,
  type Evidence,
  FORMAT,
  type Head,
  readEvidence,
  statementText,
} from '#core/evidence/evidence.ts'
import { counted } from '#core/message/english.ts'

import { TAMPERED } from './audit-command.ts'
import { isSignedBy, readSigner } from './audit-key.ts'
import type { House, Io, Signing } from './doors.ts'
import { DONE } from './import-command.ts'
import type { Parsed } from './parse.ts'
import { readText } from './read-text.ts'

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

type Making = Signing & {
  readonly version: string
  readonly documents: () => Promise<Readonly<Record<string, string>>>
  /** Runs another command line, in the bot where one runs, and returns its exit code. */
  readonly run: (argv: readonly string[], io: Io) => Promise<number>
}

/** What another command line says. @throws UserError when it fails; why was said on its error output */
async function saidBy(argv: readonly string[], io: Io, { run }: Making): Promise<string> {
  let said = ''
  const code = await run(argv, { ...io, out: (text) => (said += text) })
  if (code === DONE) return said
  throw new UserError(
    `No archive was made: ${argv.join(' ')} failed`,
    'Correct what is said above, and run it again.',
  )
}

/** Writes what the code says of itself, the policy and the end of the trail into one signed file. */
export async function evidenceMake(parsed: Parsed, io: Io, making: Making): Promise<number> {
  const signer = readSigner(making.keyFile)
  const auditHead = JSON.parse(await saidBy(['audit', 'head'], io, making)) as Head
  const policy = await saidBy(['policy', 'show', '--json'], io, making)
  const texts = { ...(await making.documents()), 'policy.json': policy }
  const documents = Object.entries(texts).map(([name, text]): Document => ({
    name,
    sha256: sha256(text),
    text,
  }))
  const at = new Date(making.now()).toISOString()
  const { version } = making
  const { keyId } = signer
  const statement = { format: FORMAT, at, version, auditHead, documents, keyId } as const
  const whole = { ...statement, policy: sha256(policy) }
  const evidence: Evidence = { ...whole, signature: signer.signText(statementText(whole)) }
  const name = parsed.text('out') ?? `evidence-${at.slice(0, 10)}.json`
  const text = `${JSON.stringify(evidence, null, 1)}\n`
  const file = resolve(io.cwd, name)
  write(file, text, name)
  try {
    await saidBy(['evidence', 'record', sha256(text), String(auditHead.seq)], io, making)
  } catch (error) {
    // Nothing is handed out that the trail does not know of.
    rmSync(file)
    throw error
  }
  io.out(
    `${counted(documents.length, 'document')} in ${name}, signed with key ${keyId}: audit row ${auditHead.seq}, policy ${whole.policy}.\n`,
  )
  return DONE
}

/** Writes into the trail that an archive was made. */
export async function evidenceRecord(parsed: Parsed, house: House): Promise<number> {
  const [archive = '', row = ''] = parsed.args
  if (!/^[0-9a-f]{64}$/.test(archive) || !/^\d{1,15}$/.test(row))
    throw new UserError(
      'That is no SHA-256 of an archive and no row of the trail',
      'Write ai-usage evidence: it records itself.',
    )
  await house.audit.evidence(archive, Number(row))
  return DONE
}

function write(file: string, text: string, name: string): void {
  try {
    writeFileSync(file, text, { mode: 0o600, flag: 'wx' })
  } catch {
    throw new UserError(
      `${name} is there already, or cannot be written`,
      'Name a new file in a folder that you may write to.',
    )
  }
}

/** Why an archive is not what was signed; undefined when it is. */
function faultOf(evidence: Evidence, publicKeys: string | undefined): string | undefined {
  const { keyId, signature, documents, policy } = evidence
  if (!isSignedBy(publicKeys)({ keyId, signature, text: statementText(evidence) }))
    return `It does not bear the signature of key ${keyId}.`
  const changed = documents.find(({ text, sha256: given }) => sha256(text) !== given)
  if (changed) return `${changed.name} is not what was signed.`
  const promised = documents.find(({ name }) => name === 'policy.json')
  return promised?.sha256 === policy ? undefined : 'It names another policy than it holds.'
}

type Checking = { readonly publicKeys: string | undefined }

/** Checks an archive; `evidence unpack` then writes its documents into a new folder. */
export function evidenceCheck(parsed: Parsed, io: Io, { publicKeys }: Checking): number {
  const [name = '', folder] = parsed.args
  const evidence = readEvidence(readText(name, io), name)
  const keys = parsed.list('key').map((file) => readText(file, io))
  const fault = faultOf(evidence, keys.length > 0 ? keys.join('\n') : publicKeys)
  if (fault !== undefined) {
    io.err(`${name} was changed. ${fault}\n`)
    return TAMPERED
  }
  const { at, version, auditHead, policy, documents, keyId } = evidence
  io.out(
    `${name} is what key ${keyId} signed at ${at}: version ${version}, audit row ${auditHead.seq} (${auditHead.hash}), policy ${policy}.\n`,
  )
  for (const document of documents) io.out(`${document.sha256}  ${document.name}\n`)
  if (folder !== undefined) unpack(documents, resolve(io.cwd, folder), folder)
  return DONE
}

function unpack(documents: readonly Document[], folder: string, name: string): void {
  try {
    mkdirSync(folder, { mode: 0o700 })
  } catch {
    throw new UserError(
      `${name} is there already, or cannot be made`,
      'Name a new folder in one that you may write to.',
    )
  }
  for (const document of documents) write(join(folder, document.name), document.text, document.name)
}
