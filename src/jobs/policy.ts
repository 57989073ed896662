import type { PolicyBook } from '#books.ts'
import type { Approvals } from '#core/approval/desk.ts'
import { UserError } from '#core/errors.ts'
import type { Applied, InForce, PolicyVersion } from '#core/policy/book.ts'
import { dated, promisedSince, useDays } from '#core/policy/history.ts'
import { weakenedMessage } from '#core/policy/message.ts'
import {
  DEFAULT_POLICY,
  type Difference,
  differences,
  type Policy,
  policyText,
  samePolicy,
  stricter,
} from '#core/policy/policy.ts'
import type { Day } from '#core/time/day.ts'
import type { AuditRow, Clock, Log, TellAdmins } from '#ports.ts'

import { fault } from './trouble.ts'

export type PolicyHouse = {
  readonly book: PolicyBook
  readonly approvals: Pick<Approvals, 'require' | 'made'>
  readonly clock: Clock
  readonly log: Log
  readonly tellAdmins: TellAdmins
  /** SHA-256, hex. */
  readonly sha256: (text: string) => string
  /** Whether anything is kept of one person. */
  readonly anyPeople: () => Promise<boolean>
}

type Apply = {
  readonly policy: Policy
  readonly dryRun: boolean
  readonly by: string
  readonly place: string
  /** What to type again once it is approved. */
  readonly command: string
}

export async function policyInForce({
  book,
  sha256,
}: Pick<PolicyHouse, 'book' | 'sha256'>): Promise<InForce> {
  const history = await book.history()
  const last = history.at(-1)
  const weakened = history.findLast(({ weaker }) => weaker.length > 0)
  if (!last) return { version: 0, policy: DEFAULT_POLICY, hash: sha256(policyText(DEFAULT_POLICY)) }
  const { version, policy, hash, at } = last
  return { version, policy, hash, since: at, ...(weakened && { weakened }) }
}

/**
 * What guards people more holds at once. What guards them less waits until a second person approved this
 * very policy; meanwhile the stricter of old and new holds. Nothing is taken back of what was promised
 * for the days before.
 */
export async function applyPolicy(wanted: Apply, house: PolicyHouse): Promise<Applied> {
  const { policy, dryRun, by, place, command } = wanted
  const now = await policyInForce(house)
  const forgets = policy.mode === 'aggregate-only' && now.policy.mode !== policy.mode
  if (forgets && (await house.anyPeople()))
    throw new UserError(
      'mode: aggregate-only keeps nothing of one person, and this store holds people',
      'Begin with an empty store: set AI_USAGE_DATA (or DATABASE_URL) to a new one and apply the policy before anything is imported.',
    )
  const changes = differences(now.policy, policy)
  const weaker = changes.filter((change) => change.weaker)
  if (changes.length === 0 || dryRun) {
    const kind = changes.length === 0 ? 'same' : weaker.length > 0 ? 'waiting' : 'applied'
    return { kind, differences: changes, hash: now.hash }
  }
  const strict = stricter(now.policy, policy)
  const write = (next: Policy, after: number, less: readonly Difference[]) =>
    put(next, { after, weaker: less, by, place }, house)
  const held = samePolicy(strict, now.policy) ? now : await write(strict, now.version, [])
  if (weaker.length === 0) return { kind: 'applied', differences: changes, hash: held.hash }
  const words = (of: (change: Difference) => string) =>
    weaker.map((change) => `${change.point}: ${of(change)}`).join(', ')
  const verdict = await house.approvals.require(
    {
      kind: 'policy',
      subject: 'privacy policy',
      from: `${words(({ from }) => from)} · SHA-256 ${held.hash}`,
      to: `${words(({ to }) => to)} · SHA-256 ${house.sha256(policyText(policy))}`,
      command,
    },
    { by, place },
  )
  if ('pending' in verdict)
    return { kind: 'waiting', differences: changes, pending: verdict.pending, hash: held.hash }
  const { hash } = await write(policy, held.version, weaker)
  await house.approvals.made(verdict.approved, by)
  await announcePolicy(house)
  return { kind: 'applied', differences: changes, hash }
}

type Writing = {
  readonly after: number
  readonly weaker: readonly Difference[]
  readonly by: string
  readonly place: string
}

async function put(
  policy: Policy,
  { after, weaker, by, place }: Writing,
  { book, clock, sha256 }: PolicyHouse,
): Promise<PolicyVersion> {
  const [at, hash] = [clock.now(), sha256(policyText(policy))]
  const weakened = weaker.map(({ point, from, to }) => `${point}: ${from} → ${to}`).join(', ')
  const row: AuditRow = {
    at,
    viewer: by,
    place,
    action: 'policy',
    command: 'policy apply',
    outcome: 'done',
    detail: { hash, version: after + 1, policy: policyText(policy).trim(), weakened },
  }
  const written = await book.put({ policy, hash, at, by, weaker }, { after, row })
  if (written) return written
  throw new UserError(
    'The policy was changed by somebody else meanwhile',
    'Look at what holds: ai-usage policy show. Then apply yours again.',
  )
}

/** Tells the admins of each weaker policy until it reached one of them; one replica does. Never rejects. */
export async function announcePolicy({
  book,
  clock,
  log,
  tellAdmins,
}: Pick<PolicyHouse, 'book' | 'clock' | 'log' | 'tellAdmins'>): Promise<void> {
  try {
    for (const policy of await book.takeUntold(clock.now())) {
      const { version } = policy
      const reached = await tellAdmins(weakenedMessage(policy)).catch((error: unknown) => {
        log.error(fault(error), 'A weaker privacy policy could not be announced')
        return 0
      })
      if (reached > 0) await book.told(version)
      else {
        await book.untold(version)
        log.warn({}, 'Nobody could be told of a weaker privacy policy yet')
      }
    }
  } catch (error) {
    log.error(fault(error), 'A weaker privacy policy could not be announced')
  }
}

/** On which days nothing may be kept of one person; undefined where no policy ever said so. */
export function unitDays(
  history: readonly PolicyVersion[],
  zone: string,
): ((day: Day) => boolean) | undefined {
  const all = dated(history, zone)
  if (all.every(({ policy }) => policy.mode !== 'aggregate-only')) return undefined
  const known = new Map<Day, boolean>()
  return (day) => {
    const is = known.get(day) ?? promisedSince(day, all).mode === 'aggregate-only'
    known.set(day, is)
    return is
  }
}

/** The first day of which use may stand under names; undefined where it may not yet, or not any more. */
export function namedSince(history: readonly PolicyVersion[], zone: string): Day | undefined {
  const all = dated(history, zone)
  return all.find(({ from }) => promisedSince(from, all).mode === 'named')?.from
}

/** For how many days use is kept: what was promised, or what the setting says where that is less. */
export function keptDays(
  history: readonly PolicyVersion[],
  {
    today,
    zone,
    setting,
  }: { readonly today: Day; readonly zone: string; readonly setting: number | undefined },
): number | undefined {
  const promised = useDays(today, dated(history, zone))
  const both = [promised, setting].filter((it) => it !== undefined)
  return both.length > 0 ? Math.min(...both) : undefined
}
