import { UserError } from '#core/errors.ts'

import { approvalsDecide, approvalsList } from './approvals-command.ts'
import { askCommand } from './ask-command.ts'
import { auditExport, auditList, auditPrune, auditVerify } from './audit-command.ts'
import { auditKeygen, auditSign } from './audit-sign.ts'
import { connectCommand, doctorCommand } from './connect-command.ts'
import { consentCommand, withdrawCommand } from './consent-command.ts'
import { contractList, contractSet } from './contract-command.ts'
import { applyDirectory } from './directory-command.ts'
import type { Doors, House, Io, Only } from './doors.ts'
import { evidenceCheck, evidenceMake, evidenceRecord } from './evidence-command.ts'
import { help } from './help.ts'
import { BROKEN, DONE, importCommand, MISTAKEN } from './import-command.ts'
import { importsList, importsUndo } from './imports-command.ts'
import { lockCommand, unlockCommand } from './lock-command.ts'
import { importNames } from './names-command.ts'
import { parse, type Parsed } from './parse.ts'
import { peopleChange, peopleDoubtful, peopleJoins, peopleUnmatched } from './people-command.ts'
import { policyApply, policyCheck, policyShow, privacyPolicy } from './policy-command.ts'
import { precedenceList, precedenceSet } from './precedence-command.ts'
import {
  privacyExport,
  privacyForget,
  privacyRemember,
  privacyRetention,
  privacyRotateKey,
} from './privacy-command.ts'
import { rolesCommand } from './roles-command.ts'
import { servicesChange, servicesList } from './services-command.ts'
import { siemStatus, siemTest } from './siem-command.ts'
import { statusCommand } from './status-command.ts'
import { syncCommand } from './sync-command.ts'
import { teamsPackage } from './teams-command.ts'

function nowOf(parsed: Parsed): { readonly now?: number } {
  const text = parsed.text('now')
  if (text === undefined) return {}
  const now = /^\d{4}-\d\d-\d\dT.*(Z|[+-]\d\d:\d\d)$/i.test(text) ? Date.parse(text) : NaN
  if (Number.isNaN(now))
    throw new UserError(`--now '${text}' is not a time`, 'Write it like 2026-11-21T12:00:00Z.')
  return { now }
}

function portOf(parsed: Parsed): { readonly port?: number } {
  const text = parsed.text('port')
  if (text === undefined) return {}
  const port = Number(text)
  if (!/^\d{1,5}$/.test(text) || port > 65_535)
    throw new UserError(`--port '${text}' is not a port`, 'Write a number from 0 to 65535.')
  return { port }
}

function onlyOf(parsed: Parsed): { readonly only?: Only } {
  const only = parsed.text('only')
  if (only === undefined) return {}
  if (only === 'chat' || only === 'collect') return { only }
  throw new UserError(`--only '${only}' is no part of the bot`, 'Write chat or collect.')
}

/** Runs a command on the store: in the bot that owns it, else on one opened for it. */
async function withHouse(
  { argv, parsed, io, doors }: Run,
  work: (house: House) => Promise<number>,
): Promise<number> {
  const options = nowOf(parsed)
  const forwarded = await doors.forward(argv, io)
  if (forwarded !== undefined) return forwarded
  await using house = await doors.openHouse(options)
  return await work(house)
}

type Run = {
  readonly argv: readonly string[]
  readonly parsed: Parsed
  readonly io: Io
  readonly doors: Doors
}

async function run(given: Run): Promise<number> {
  const { parsed, io, doors } = given
  const { command } = parsed
  switch (command) {
    case 'import usage':
    case 'import github-copilot':
    case 'import chatgpt-workspace':
    case 'import gemini-console':
    case 'import microsoft-copilot':
    case 'import directory':
    case 'import seats':
    case 'import contracts':
    case 'import notes':
    case 'import governance':
      return withHouse(given, (house) => importCommand(parsed, io, house))
    case 'import names':
      return withHouse(given, (house) => importNames(parsed, io, house))
    case 'imports list':
      return withHouse(given, (house) => importsList(io, house))
    case 'imports undo':
      return withHouse(given, (house) => importsUndo(parsed.args[0] ?? '', io, house))
    case 'connect':
      return withHouse(given, (house) => connectCommand(parsed.args[0], io, house))
    case 'sync':
      return withHouse(given, (house) => syncCommand(parsed, io, house))
    case 'status':
      return withHouse(given, (house) => statusCommand(parsed, io, house))
    case 'doctor':
      return withHouse(given, (house) => doctorCommand(io, house))
    case 'consent':
      return withHouse(given, (house) => consentCommand(parsed.args[0] ?? '', io, house))
    case 'consent withdraw':
      return withHouse(given, (house) => withdrawCommand(parsed.args[0] ?? '', io, house))
    case 'precedence list':
      return withHouse(given, (house) => precedenceList(io, house))
    case 'precedence set':
      return withHouse(given, (house) => precedenceSet(parsed, io, house))
    case 'policy check':
      return policyCheck(parsed, io, await doors.policyFiles())
    case 'policy show':
    case 'policy apply': {
      const files = await doors.policyFiles()
      const run = command === 'policy show' ? policyShow : policyApply
      return withHouse(given, (house) => run(parsed, io, { house, files }))
    }
    case 'privacy policy':
      return withHouse(given, (house) => privacyPolicy(io, house))
    case 'siem status':
      return withHouse(given, (house) => siemStatus(parsed, io, house))
    case 'siem test':
      return withHouse(given, (house) => siemTest(parsed, io, house))
    case 'lock':
      return withHouse(given, (house) => lockCommand(parsed.args.join(' '), io, house))
    case 'unlock':
      return withHouse(given, (house) => unlockCommand(io, house))
    case 'privacy export':
      return withHouse(given, (house) => privacyExport(parsed.args[0] ?? '', io, house))
    case 'privacy forget':
      return withHouse(given, (house) => privacyForget(parsed, io, house))
    case 'privacy remember':
      return withHouse(given, (house) => privacyRemember(parsed.args[0] ?? '', io, house))
    case 'privacy retention':
      return withHouse(given, (house) => privacyRetention(parsed, io, house))
    case 'privacy rotate-key':
      return withHouse(given, (house) => privacyRotateKey(parsed, io, house))
    case 'ask':
      return withHouse(given, (house) => askCommand(parsed, io, house))
    case 'roles list':
    case 'roles grant':
    case 'roles revoke':
      return withHouse(given, (house) => rolesCommand(parsed, io, house))
    case 'people unmatched':
      return withHouse(given, (house) => peopleUnmatched(io, house))
    case 'people doubtful':
      return withHouse(given, (house) => peopleDoubtful(io, house))
    case 'people joins':
      return withHouse(given, (house) => peopleJoins(io, house))
    case 'people join':
    case 'people split':
    case 'people confirm':
    case 'people refuse':
    case 'people undo':
      return withHouse(given, (house) => peopleChange(command, parsed, { io, house }))
    case 'people apply-directory':
      return withHouse(given, (house) => applyDirectory(parsed, io, house))
    case 'services list':
      return withHouse(given, (house) => servicesList(io, house))
    case 'services map':
    case 'services unmap':
      return withHouse(given, (house) => servicesChange(parsed, io, house))
    case 'contract list':
      return withHouse(given, (house) => contractList(io, house))
    case 'contract set':
      return withHouse(given, (house) => contractSet(parsed, io, house))
    case 'demo':
      await doors.startDemo(io, { ...nowOf(parsed), ...portOf(parsed) })
      return DONE
    case 'start':
      await doors.startBot(io, onlyOf(parsed))
      return DONE
    case 'migrate':
      await doors.migrate(io)
      return DONE
    case 'audit list':
      return withHouse(given, (house) => auditList(parsed, io, house))
    case 'audit export':
      return withHouse(given, (house) => auditExport(parsed, io, house))
    case 'audit verify':
    case 'audit head':
      return withHouse(given, (house) =>
        auditVerify(parsed, io, { house, publicKeys: doors.signing().publicKeys }),
      )
    case 'audit prune':
      return withHouse(given, (house) =>
        auditPrune(parsed, io, { house, publicKeys: doors.signing().publicKeys }),
      )
    case 'audit keygen':
      return auditKeygen(parsed, io)
    case 'audit sign':
      return auditSign(parsed, io, {
        ...doors.signing(),
        run: (argv, heard) => runCli(argv, heard, doors),
      })
    case 'evidence':
      return evidenceMake(parsed, io, {
        ...doors.signing(),
        version: doors.version,
        documents: () => doors.evidence(),
        run: (argv, heard) => runCli(argv, heard, doors),
      })
    case 'evidence record':
      return withHouse(given, (house) => evidenceRecord(parsed, house))
    case 'evidence verify':
    case 'evidence unpack':
      return evidenceCheck(parsed, io, doors.signing())
    case 'teams package':
      return teamsPackage(parsed, io, doors)
    case 'approvals list':
      return withHouse(given, (house) => approvalsList(io, house))
    case 'approvals approve':
    case 'approvals refuse':
      return withHouse(given, (house) => approvalsDecide(parsed, io, house))
    case 'help':
      io.out(help(parsed.args))
      return DONE
  }
}

/**
 * Runs one command line (without `node` and the script) and returns its exit code: 0 done,
 * 2 a mistake its user can mend (told on standard error), 1 a fault of ours.
 */
export async function runCli(argv: readonly string[], io: Io, doors: Doors): Promise<number> {
  try {
    const parsed = parse(argv)
    if (parsed.has('version')) {
      io.out(`${doors.version}\n`)
      return DONE
    }
    return await run({ argv, parsed, io, doors })
  } catch (error) {
    if (error instanceof UserError) {
      io.err(`${error.message}\n${error.fix}\n`)
      return MISTAKEN
    }
    io.err(`AI Usage failed: ${error instanceof Error ? error.message : String(error)}\n`)
    return BROKEN
  }
}
