import { UserError } from '#core/errors.ts'
import { counted } from '#core/message/english.ts'
import { plainText } from '#core/message/plain-text.ts'

import type { House, Io } from './doors.ts'
import { DONE } from './import-command.ts'
import { finishedText, seenText, wouldFinishText } from './key-text.ts'
import type { Parsed } from './parse.ts'

/** Everything there is of a person, as JSON and nothing else. */
export async function privacyExport(person: string, io: Io, house: House): Promise<number> {
  io.out(`${JSON.stringify(await house.privacy.export(person), null, 2)}\n`)
  return DONE
}

/** Says what would go; with --yes it is gone. */
export async function privacyForget(parsed: Parsed, io: Io, house: House): Promise<number> {
  const dryRun = !parsed.has('yes')
  const gone = await house.privacy.forget(parsed.args[0] ?? '', { dryRun })
  if (gone.already) {
    io.out('They were forgotten before.\n')
    return DONE
  }
  const how = `${counted(gone.accounts, 'account')}, ${counted(gone.rows, 'row')}; ${counted(gone.days, 'day')}`
  io.out(
    dryRun
      ? `This would forget ${how} would be counted again. Nothing was changed.\nForget them for good: add --yes.\n`
      : `Forgotten: ${how} counted again. What they used is nobody's now; sums are what they were.\n`,
  )
  return DONE
}

/** Takes the tombstone away: from now on they are counted as anybody is. */
export async function privacyRemember(person: string, io: Io, house: House): Promise<number> {
  if (!(await house.privacy.remember(person)))
    throw new UserError(
      'Nobody of that name was forgotten',
      'Give the address or login as a source writes it.',
    )
  io.out('From the next import or pull on they are counted again. What is forgotten stays so.\n')
  return DONE
}

/** Says what is past its time; with --yes it is gone. */
export async function privacyRetention(parsed: Parsed, io: Io, house: House): Promise<number> {
  const dryRun = !parsed.has('yes')
  const pruned = await house.retention({ dryRun })
  if (pruned.length === 0) {
    io.out('Nothing is past its time.\n')
    return DONE
  }
  const rows = pruned.map(({ table, rows }) => [table, rows.toLocaleString('en-US')])
  const text = dryRun
    ? 'This would be deleted, and a running bot deletes it every night. Do it now: add --yes.'
    : 'This was deleted.'
  io.out(
    plainText({
      title: '',
      summary: '',
      parts: [
        { kind: 'table', head: ['Table', 'Rows'], rows },
        { kind: 'text', text },
      ],
    }),
  )
  return DONE
}

/** Begins a change of key, says how far it is, or ends it: for good with --yes alone. */
export async function privacyRotateKey(parsed: Parsed, io: Io, house: House): Promise<number> {
  const [step = 'begin'] = parsed.args
  const { keyRotation } = house
  const say = (text: string | undefined) => {
    io.out(text ?? 'The key is not being changed.\n')
    return DONE
  }
  switch (step) {
    case 'begin':
      return say(seenText(await keyRotation.begin()))
    case 'status': {
      const change = await keyRotation.status()
      return say(change && seenText(change))
    }
    case 'finish': {
      const dryRun = !parsed.has('yes')
      const change = await keyRotation.finish({ dryRun })
      return say(change && (dryRun ? wouldFinishText(change) : finishedText(change)))
    }
    default:
      throw new UserError(
        `'${step}' is no step of a change of key`,
        'Write privacy rotate-key, privacy rotate-key status or privacy rotate-key finish.',
      )
  }
}
