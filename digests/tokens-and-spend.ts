import { linesChart } from '#core/chart/build.ts'
import { last } from '#core/digest/facts.ts'
import { movedFinding } from '#core/digest/moved.ts'
import { defineView, type Ground } from '#core/digest/view.ts'
import { asked, basisWord, course, dollars } from '#core/digest/words.ts'
import type { Part } from '#core/message/message.ts'
import { formatValue } from '#core/metric/format.ts'

const title = 'Tokens and spend'

export const tokensAndSpend = defineView({
  id: 'spend',
  title,
  question: 'What do tokens cost, and who moved it?',
  needs: 'use with token counts or costs',
  advice: 'Find what ran, then set a default model or a budget',
  chart: 'lines',
  look: (ground) => {
    const { facts } = ground
    const now = last(facts.whole.values.spend)
    if (now === null)
      return {
        missing:
          'Spend of last week is not known in full. Connect a source with token counts or costs, or wait until its week is complete (`status`).',
      }
    return {
      looked: 0,
      findings: findings(ground),
      shows: shows(ground),
      chart: linesChart({
        title: `${facts.whole.label}: ${dollars(now)} on tokens last week`,
        subtitle: `Spend per week (tokens, ${basisWord(facts.basis)})`,
        footer: '',
        unit: 'usd_micros',
        grain: 'week',
        now: course(facts, facts.whole.values.spend),
        before: [],
        alone: true,
      }),
      quiet: `${facts.whole.label} spent ${dollars(now)} on tokens last week (${basisWord(facts.basis)}), as usual`,
    }
  },
})

const findings = ({ facts, moves }: Ground) =>
  moves.stood
    .filter(({ metric }) => metric === 'spend')
    .map((stood) => {
      const { now, usual, direction, weeks } = stood
      const advice =
        direction === 'up'
          ? {
              action: `Ask its lead what ran${weeks === 1 ? ' and whether it will again' : ''}; if it stays, set a default model or a budget.`,
              expected: {
                kind: 'arithmetic',
                says: `${dollars(now - usual)} a week less if it goes back to usual`,
              } as const,
            }
          : {
              action: 'Ask its lead whether a job was switched off on purpose or broke.',
              expected: { kind: 'no-evidence' } as const,
            }
      return movedFinding(
        stood,
        facts.view === 'exact'
          ? { view: 'spend', button: 'Why?', ask: 'why', ...advice }
          : { view: 'spend', button: 'Spend by model', ask: { by: 'model' }, ...advice },
        facts,
      )
    })

/** The largest of last week, where units may be named. */
function shows({ facts }: Ground): readonly Part[] {
  const { units, whole } = facts
  const all = last(whole.values.spend)
  const rows = units
    .flatMap((unit) => {
      const spent = last(unit.values.spend)
      const people = last(unit.values.weekly_active_people)
      return spent === null || spent === 0 ? [] : [{ unit, spent, people }]
    })
    .toSorted((a, b) => b.spent - a.spent)
    .slice(0, 8)
  const table: readonly Part[] =
    rows.length === 0 || facts.view === 'published'
      ? []
      : [
          {
            kind: 'table',
            head: ['Team', 'Tokens', 'Share', 'A person'],
            rows: rows.map(({ unit, spent, people }) => [
              unit.label,
              dollars(spent),
              all ? formatValue('share', spent / all) : '–',
              people ? dollars(Math.round(spent / people)) : '–',
            ]),
          },
        ]
  return [
    ...table,
    {
      kind: 'buttons',
      buttons: [
        {
          label: 'The numbers',
          act: { kind: 'ask', command: asked(facts, whole.path, { metrics: ['spend'] }) },
        },
      ],
    },
  ]
}
