import { canonicalJson } from '#core/audit/canonical.ts'

/** Whose names may be known, from least to most guarded. */
export const MODES = ['named', 'pseudonymous', 'aggregate-only'] as const
export type Mode = (typeof MODES)[number]

/** Where answers may be given, from least to most people who read them. */
export const POLICY_PLACES = ['dm', 'private-reply', 'private-channel', 'public-channel'] as const
type PolicyPlace = (typeof POLICY_PLACES)[number]

export type Keep = number | 'forever'

/** What has a length that a policy sets; everything else has the one docs/privacy.md names. */
const KEPT = {
  use: 'use, and all that is made of it, after its day',
  replaced: 'what an import replaced, so that it can be undone',
  runs: 'how pulls went',
} as const
export type Kept = keyof typeof KEPT
export const KEPT_NAMES = Object.keys(KEPT) as readonly Kept[]

/** Everyone who holds the permission `person`; else a list of user ids, who must hold it as well. */
export const ALL_REVEALERS = 'person'

export const LOWEST_FLOOR = 3
/** Vendors restate this many days: a shorter time would delete what still comes in. */
export const SHORTEST_USE = 35

/** What was promised to those whose use is counted. */
export type Policy = {
  /** Why use is looked at, in sentences. */
  readonly purposes: readonly string[]
  /** How many people stand behind a number that is told to everyone. */
  readonly floor: number
  readonly mode: Mode
  /** In days. */
  readonly retention: Readonly<Record<Kept, Keep>>
  /** `person`, or user ids; empty: nobody sees the name behind an alias. */
  readonly reveal: readonly string[]
  readonly places: readonly PolicyPlace[]
}

/** What holds before a policy is applied. */
export const DEFAULT_POLICY: Policy = {
  purposes: ['See how the company uses AI tools and what that costs.'],
  floor: 5,
  mode: 'pseudonymous',
  retention: { use: 'forever', replaced: 35, runs: 90 },
  reveal: [ALL_REVEALERS],
  places: POLICY_PLACES,
}

/** The bytes whose SHA-256 names a policy: one text for one policy, whoever writes it. */
export function policyText({ purposes, floor, mode, retention, reveal, places }: Policy): string {
  const sorted = { reveal: reveal.toSorted(), places: places.toSorted() }
  return `${canonicalJson({ purposes, floor, mode, retention: { ...retention }, ...sorted })}\n`
}

export const samePolicy = (a: Policy, b: Policy): boolean => policyText(a) === policyText(b)

const days = (keep: Keep): number => (keep === 'forever' ? Infinity : keep)
const shorter = (a: Keep, b: Keep): Keep => (days(b) < days(a) ? b : a)

const guard = (mode: Mode): number => MODES.indexOf(mode)

const both = <Item>(a: readonly Item[], b: readonly Item[]): readonly Item[] =>
  a.filter((one) => b.includes(one))

function fewer(a: readonly string[], b: readonly string[]): readonly string[] {
  if (a.includes(ALL_REVEALERS)) return b
  return b.includes(ALL_REVEALERS) ? a : both(a, b)
}

/** What satisfies both: in each point the one that guards people more. */
export function stricter(a: Policy, b: Policy): Policy {
  const purposes = both(a.purposes, b.purposes)
  return {
    // Without a purpose there would be nothing to look at use for: the old ones stay.
    purposes: purposes.length > 0 ? purposes : a.purposes,
    floor: Math.max(a.floor, b.floor),
    mode: guard(b.mode) > guard(a.mode) ? b.mode : a.mode,
    retention: {
      use: shorter(a.retention.use, b.retention.use),
      replaced: shorter(a.retention.replaced, b.retention.replaced),
      runs: shorter(a.retention.runs, b.retention.runs),
    },
    reveal: fewer(a.reveal, b.reveal),
    places: both(a.places, b.places),
  }
}

/** One point in which two policies differ, in words that can be read. */
export type Difference = {
  readonly point: string
  readonly from: string
  readonly to: string
  /** People are guarded less than before. */
  readonly weaker: boolean
}

const keepWords = (keep: Keep): string => (keep === 'forever' ? keep : `${keep} days`)
const listWords = (list: readonly string[]): string =>
  list.length > 0 ? list.join(', ') : 'nobody'

/** Every point as `policy.yml` names it, and what it says. */
export function points(policy: Policy): Readonly<Record<string, string>> {
  const kept = KEPT_NAMES.map((name) => [`retention.${name}`, keepWords(policy.retention[name])])
  return {
    purposes: policy.purposes.join(' '),
    floor: String(policy.floor),
    mode: policy.mode,
    ...Object.fromEntries(kept),
    reveal: listWords(policy.reveal.toSorted()),
    places: listWords(policy.places.toSorted()),
  }
}

/** What changes from one policy to the next. */
export function differences(from: Policy, to: Policy): readonly Difference[] {
  const [before, after, least] = [from, to, stricter(from, to)].map(points)
  return Object.entries(after ?? {}).flatMap(([point, said]) => {
    const old = before?.[point] ?? ''
    // What both together allow is what the new one says, unless that is less than before.
    return said === old ? [] : [{ point, from: old, to: said, weaker: least?.[point] !== said }]
  })
}
