import { linesChart } from '#core/chart/build.ts'
import { type DigestFacts, last } from '#core/digest/facts.ts'
import { movedFinding } from '#core/digest/moved.ts'
import type { Stood } from '#core/digest/moves.ts'
import { defineView } from '#core/digest/view.ts'
import { asked, course } from '#core/digest/words.ts'
import { grouped } from '#core/message/english.ts'
import { formatValue } from '#core/metric/format.ts'

export const adoption = defineView({
  id: 'adoption',
  title: 'Adoption over 90 days',
  question: 'Do more people use AI, and does anyone stop?',
  needs: 'use with people',
  advice: 'A dip: ask for team changes, releases and training gaps; a rise: find what worked',
  chart: 'lines',
  look: ({ facts, moves }) => {
    const { whole } = facts
    const now = last(whole.values.weekly_active_people)
    if (now === null)
      return {
        missing:
          'Who was active last week is not known in full. Ask again when the week is complete (`status`).',
      }
    return {
      looked: 0,
      findings: moves.stood
        .filter(({ metric }) => metric === 'weekly_active_people' || metric === 'messages')
        .map((stood) => movedFinding(stood, adviceFor(stood), facts)),
      shows: [
        {
          kind: 'buttons',
          buttons: [
            {
              label: 'The numbers',
              act: {
                kind: 'ask',
                command: asked(facts, whole.path, { metrics: ['weekly_active_people'] }),
              },
            },
          ],
        },
      ],
      chart: chart(facts, now),
      quiet: quiet(facts, now),
    }
  },
})

const of = (facts: DigestFacts, now: number): string => {
  const members = last(facts.whole.members)
  return members === null
    ? `${grouped(now)} people`
    : `${grouped(now)} of ${grouped(members)} people (${formatValue('share', now / members)})`
}

/** Against 13 weeks ago, where that is known. */
function quiet(facts: DigestFacts, now: number): string {
  const { weekly_active_people: people } = facts.whole.values
  const then = people.at(-14) ?? null
  const moved = then === null ? '' : `, ${grouped(then)} three months ago`
  return `${of(facts, now)} used AI last week${moved}`
}

const chart = (facts: DigestFacts, now: number) =>
  linesChart({
    title: `${facts.whole.label}: ${of(facts, now)} used AI last week`,
    subtitle: 'People who used AI, per week',
    footer: '',
    unit: 'people',
    grain: 'week',
    now: course(facts, facts.whole.values.weekly_active_people),
    before: [],
    alone: true,
  })

const adviceFor = ({ direction, metric }: Stood) => ({
  view: 'adoption',
  action:
    direction === 'up'
      ? 'Ask what worked, and offer it to the team that uses AI least.'
      : 'Ask its lead: people who moved, a release, or a tool that broke? Then offer an hour of help.',
  expected: { kind: 'no-evidence' } as const,
  button: metric === 'messages' ? 'Messages by week' : 'People by week',
  ask: {},
})
