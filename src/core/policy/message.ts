import { counted } from '#core/message/english.ts'
import type { Message, Part } from '#core/message/message.ts'
import { dayAt } from '#core/time/day.ts'

import type { InForce, PolicyVersion } from './book.ts'
import { type Difference, points } from './policy.ts'

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
    summary: `Numbers that everyone reads are of ${policy.floor} people or more; names: ${policy.mode}.`,
    parts: [
      {
        kind: 'text',
        text: Object.entries(points(policy))
          .map(([point, said]) => `**${MEANS[point] ?? point}**: ${said}`)
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
