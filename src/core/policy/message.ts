import { counted, listed } from '#core/message/english.ts'
import type { Message, Part } from '#core/message/message.ts'
import { dayAt } from '#core/time/day.ts'

import type { InForce, PolicyVersion } from './book.ts'
import {
  ALL_REVEALERS,
  type Difference,
  type Mode,
  points,
  type Policy,
  POLICY_PLACES,
} from './policy.ts'

/** What each point means to whoever reads it. */
const MEANS: Readonly<Record<string, string>> = {
  purposes: 'Why use is looked at',
  floor: 'People behind a number that is told to everyone, at least',
  mode: 'Whose names are kept',
  'retention.use': 'Use is kept',
  'retention.replaced': 'What an import replaced is kept',
  'retention.runs': 'How pulls went is kept',
  reveal: 'Who may see the name behind an alias, with a reason',
  places: 'Where answers are given',
}

const MODE: Readonly<Record<Mode, string>> = {
  named: 'everyone’s, apart from their use',
  pseudonymous: 'nobody’s; use is kept under pseudonyms',
  'aggregate-only': 'nobody’s; nothing is kept of one person',
}

const PLACE: Readonly<Record<string, string>> = {
  dm: 'messages with the app',
  'private-reply': 'answers that only you see',
  'private-channel': 'private channels',
  'public-channel': 'public channels',
}

/** The points, as those read them whose use is counted. */
function said(policy: Policy): Readonly<Record<string, string>> {
  const all = policy.reveal.includes(ALL_REVEALERS)
  return {
    ...points(policy),
    mode: MODE[policy.mode],
    ...(all && { reveal: `whoever has the permission \`${ALL_REVEALERS}\`` }),
    ...(policy.places.length > 0 && {
      places: listed(
        POLICY_PLACES.filter((it) => policy.places.includes(it)).map((it) => PLACE[it] ?? it),
      ),
    }),
  }
}

const line = ({ point, from, to }: Difference): string =>
  `**${point}**: from \`${from}\` to \`${to}\``

const dayOf = (at: number): string => dayAt(at, 'UTC')

/** What is promised to everyone whose use is counted, and the hash that names it. */
export function policyMessage({ policy, hash, since, weakened }: InForce): Message {
  const held =
    since === undefined ? 'The default; no policy was applied.' : `Since ${dayOf(since)}.`
  const note: Part = {
    kind: 'note',
    text: `${held} SHA-256 \`${hash}\`. A change that guards people less needs two people and holds for no day before it.`,
  }
  return {
    title: 'Privacy policy',
    summary: `Numbers that everyone reads are of ${policy.floor} people or more; names kept: ${MODE[policy.mode]}.`,
    parts: [
      {
        kind: 'text',
        text: Object.entries(said(policy))
          .map(([point, words]) => `**${MEANS[point] ?? point}**: ${words}`)
          .join('\n'),
      },
      ...(weakened
        ? [
            {
              kind: 'text',
              text: `Weakened on ${dayOf(weakened.at)}: ${weakened.weaker.map(line).join('; ')}.`,
            } satisfies Part,
          ]
        : []),
      note,
    ],
  }
}

/** To all admins: people are guarded less from now on. */
export function weakenedMessage({ weaker, hash, by }: PolicyVersion): Message {
  return {
    title: 'Critical: the privacy policy is weaker now',
    summary: `Critical: the privacy policy is weaker in ${counted(weaker.length, 'point')}.`,
    parts: [
      { kind: 'text', text: weaker.map(line).join('\n') },
      {
        kind: 'note',
        text: `Applied by \`${by}\` with the word of a second person. What was used up to today keeps what was promised for it. SHA-256 \`${hash}\`. Type \`privacy\` for all of it.`,
      },
    ],
  }
}
