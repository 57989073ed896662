import { actionOf } from '#core/access/action.ts'
import { placeOf } from '#core/access/place.ts'
import type { DigestCommand } from '#core/command/command.ts'
import { parse } from '#core/command/parse.ts'
import { composeDigest } from '#core/digest/compose.ts'
import { measuredBy } from '#core/explain/asked-back.ts'
import { explainDigestMessage, type FoundNow } from '#core/explain/digest-message.ts'
import { foundThen, weekOf } from '#core/explain/digested.ts'
import { type FoundThen, given, type Made } from '#core/explain/made.ts'
import type { StoredAnswer } from '#core/explain/stored.ts'
import { addDays } from '#core/time/day.ts'
import { resolvePeriod } from '#core/time/resolve.ts'
import { views } from '#digests/registry.ts'
import type { AskRequest } from '#ports.ts'

import { takeDigest, type TakenDigest } from './ask-digest.ts'
import { count } from './count-again.ts'
import { mayAsk } from './may-ask.ts'
import { type Ended, ended, type Reads, refused } from './outcome.ts'

type Asked = {
  readonly command: string
  readonly digest: DigestCommand
  /** As it was told, where that is kept. */
  readonly given?: StoredAnswer & { readonly made: Made }
}

/** How each finding of a digest was made, as it was told and as it is now; to whoever may ask that digest here. */
export async function explainDigest(
  { command, digest: asked, given: told }: Asked,
  request: AskRequest,
  house: Reads,
): Promise<Ended> {
  const place = placeOf(request.place)
  const { show: _show, ...all } = asked
  const digest = told ? { ...asked, asOf: addDays(told.made.period.to, 1) } : all
  const decision = await mayAsk({ viewer: request.viewer, place, action: actionOf(digest) }, house)
  if (!decision.allowed) return refused(command, decision)
  const taken = await takeDigest(digest, { request, decision, command, place }, house)
  if ('kind' in taken) return taken
  const { facts, zone } = taken
  const now = composeDigest(facts, { views, zone })
  const findings = told?.made.findings ?? now.told.map(foundThen)
  const found: FoundNow[] = []
  for (const finding of findings) {
    const same = now.stood.find(({ key }) => key === finding.key)
    const numbers = await numbersOf(finding, taken, house)
    const question = views.find(({ id }) => id === finding.view)?.question
    found.push({ ...finding, question, now: same?.says, ...(numbers && { numbers }) })
  }
  const message = explainDigestMessage({
    digest: taken.command,
    asOf: taken.asOf,
    view: taken.view,
    facts: { ...facts, zone },
    told,
    found,
    now: { numbers: weekOf(facts), dataThrough: facts.dataThrough },
  })
  const detail = { digest: 'all', answer: told?.ref ?? null, to: facts.week.to }
  return {
    ...ended('answered', { command, detail }, message),
    report: { command, digest: taken.command, asOf: taken.asOf, findings: found },
    passing: true,
  }
}

/** The numbers behind one finding, by the command that shows them; undefined where it shows no measurements. */
async function numbersOf(
  finding: FoundThen,
  { reader, zone, asOf }: TakenDigest,
  house: Reads,
): Promise<FoundNow['numbers']> {
  const command = measuredBy(finding, asOf)
  if (command === undefined) return undefined
  const parsed = parse(command)
  if (parsed.kind !== 'ask' && parsed.kind !== 'why') return undefined
  const resolved = await reader.resolve(parsed.filters)
  if ('unresolved' in resolved) return undefined
  const { scope } = resolved
  const { period, previous } = resolvePeriod(parsed.period, asOf)
  const metrics = (parsed.kind === 'ask' ? parsed.metrics : undefined) ?? ['spend']
  const days = { period, previous, zone }
  const numbers = metrics.map((metric) => ({ metric }))
  const { measured, origins, late } = await count(
    { scope, made: { ...days, numbers } },
    reader,
    house,
  )
  const shown = measured.measurements.filter(({ metric }) => metrics.includes(metric)).map(given)
  return {
    command,
    made: {
      ...days,
      labels: scope.labels,
      numbers: shown,
      dataThrough: measured.dataThrough,
      tools: measured.tools,
      code: house.code ?? 'unknown',
      policy: { version: 0, hash: '' },
    },
    again: {
      numbers: shown,
      dataThrough: measured.dataThrough,
      ...(origins && { origins }),
      ...(late.length > 0 && { late }),
    },
  }
}
