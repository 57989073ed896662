import { type Decision, viewerName } from '#core/access/access.ts'
import { actionOf } from '#core/access/action.ts'
import { roleOf } from '#core/access/decide.ts'
import { notTheirs } from '#core/access/own-units.ts'
import { placeOf } from '#core/access/place.ts'
import type { Command, Explain } from '#core/command/command.ts'
import { format } from '#core/command/format.ts'
import { parse } from '#core/command/parse.ts'
import type { Made } from '#core/explain/made.ts'
import { explainMessage, noSuchAnswer } from '#core/explain/message.ts'
import type { Again } from '#core/explain/restated.ts'
import type { StoredAnswer } from '#core/explain/stored.ts'
import type { AskRequest, UsageReader } from '#ports.ts'

import { count } from './count-again.ts'
import { explainDigest } from './explain-digest.ts'
import { mayAsk } from './may-ask.ts'
import { maySignals } from './may-signals.ts'
import { absent, type Ended, ended, type Reads, refused } from './outcome.ts'

/** How an answer was made: to its asker, and to whoever would get the same one here. */
export async function askExplain(
  asked: Explain,
  request: AskRequest,
  house: Reads,
): Promise<Ended> {
  const { answers } = house
  const command = format(asked)
  if (asked.digest) return explainDigest({ command, digest: asked.digest }, request, house)
  if (!answers) return absent(command)
  const viewer = viewerName(request.viewer)
  const found = asked.ref === undefined ? await answers.last(viewer) : await answers.find(asked.ref)
  const none = ended('answered', { command, detail: { answer: null } }, noSuchAnswer(asked.ref))
  // One answer for what there is not and what is another's: an id is no way to find out.
  if (!found?.made) return none
  const { made } = found
  const parsed = parse(found.command)
  if (parsed.kind === 'misread') return none
  const place = placeOf(request.place)
  const decision = await mayAsk({ viewer: request.viewer, place, action: actionOf(parsed) }, house)
  if (!getsTheSame(decision, found, made))
    return found.viewer === viewer && !decision.allowed ? refused(command, decision) : none
  if (parsed.kind === 'digest') {
    const [team] = made.labels.team ?? []
    const asking = { viewer: request.viewer, place, team }
    if (made.signals === true && !(await maySignals(asking, house))) return none
    return explainDigest({ command, digest: parsed, given: { ...found, made } }, request, house)
  }
  const again = await countAgain(parsed, { found, made }, house)
  const { people } = made
  const seen = people === undefined ? {} : { people, role: roleOf(request.viewer) }
  const message = explainMessage(found, made, again)
  const { ref, at, view } = found
  const answer = { ref, at, command: found.command, view, message: found.message, made }
  return {
    ...ended('answered', { command, detail: { answer: found.ref, ...seen } }, message),
    report: { command, answer, now: again },
    passing: true,
  }
}

function getsTheSame(
  decision: Decision,
  { view }: StoredAnswer,
  { labels, beside }: Made,
): boolean {
  if (!decision.allowed || decision.view !== view) return false
  const { within } = decision
  const about = beside ? [labels, beside] : [labels]
  return within === undefined || about.every((of) => isTheirs(of, within))
}

const isTheirs = (
  { team: units = [], group: groups = [] }: Made['labels'],
  own: readonly string[],
) => notTheirs({ units, groups }, own) === undefined

type Told = { readonly found: StoredAnswer; readonly made: Made }

/** The same numbers of the same days, as they are now, and where they come from. */
async function countAgain(
  parsed: Command,
  { found, made }: Told,
  house: Reads,
): Promise<Again | undefined> {
  const reader: UsageReader | undefined = found.view === 'published' ? house.published : house.usage
  if ((parsed.kind !== 'ask' && parsed.kind !== 'why') || !reader) return undefined
  const resolved = await reader.resolve(parsed.filters)
  if ('unresolved' in resolved) return undefined
  const { scope } = resolved
  const counted = await count({ scope, made }, reader, house)
  const { measured, origins, late } = counted
  return {
    numbers: measured.measurements.map(({ metric, now }) => ({ metric, now })),
    dataThrough: measured.dataThrough,
    ...(origins && { origins }),
    ...(late.length > 0 && { late }),
  }
}
