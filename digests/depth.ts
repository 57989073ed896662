import { linesChart } from '#core/chart/build.ts'
import { type DigestFacts, last } from '#core/digest/facts.ts'
import { movedFinding } from '#core/digest/moved.ts'
import type { Stood } from '#core/digest/moves.ts'
import { defineView } from '#core/digest/view.ts'
import { asked, course } from '#core/digest/words.ts'

export const depth = defineView({
  id: 'depth',
  title: 'Depth',
  question: 'Do people stay in a session, or ask once and leave?',
  needs: 'use with sessions',
  advice: 'Where sessions rise and depth does not: a multi-turn workshop',
  chart: 'lines',
  look: ({ facts, moves }) => {
    const { whole } = facts
    const now = last(whole.values.messages_per_session)
    if (now === null)
      return {
        missing:
          'Depth of last week is not known in full. It needs a tool that reports sessions, such as chatgpt or claude (`status`).',
      }
    return {
      looked: 0,
      findings: moves.stood
        .filter(({ metric }) => metric === 'messages_per_session')
        .map((stood) => movedFinding(stood, adviceFor(stood), facts)),
      shows: [
        {
          kind: 'buttons',
          buttons: [
            {
              label: 'The numbers',
              act: {
                kind: 'ask',
                command: asked(facts, whole.path, { metrics: ['messages_per_session'] }),
              },
            },
          ],
        },
      ],
      chart: chart(facts, now),
      quiet: `${whole.label} sent ${now.toFixed(1)} messages a session last week, as usual`,
    }
  },
})

const chart = (facts: DigestFacts, now: number) =>
  linesChart({
    title: `${facts.whole.label}: ${now.toFixed(1)} messages a session last week`,
    subtitle: 'Messages per session, per week',
    footer: '',
    unit: 'ratio',
    grain: 'week',
    now: course(facts, facts.whole.values.messages_per_session),
    before: [],
    alone: true,
  })

function adviceFor({ direction, unit }: Stood) {
  const rose = rising(unit.values.sessions)
  const action =
    direction === 'up'
      ? 'Ask what they changed, and have one of them show it to another team.'
      : rose
        ? 'Sessions rose and depth fell: offer a multi-turn workshop.'
        : 'Ask whether the work changed or answers got worse, before training anyone.'
  return {
    view: 'depth',
    action,
    expected: { kind: 'no-evidence' } as const,
    button: 'Depth by week',
    ask: {},
  }
}

/** More sessions in the last four weeks than in the four before. */
function rising(values: readonly (number | null)[]): boolean {
  const sum = (from: number, to?: number) =>
    values.slice(from, to).reduce<number>((total, value) => total + (value ?? 0), 0)
  return sum(-4) > sum(-8, -4)
}
