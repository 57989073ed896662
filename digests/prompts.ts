import { linesChart } from '#core/chart/build.ts'
import { type DigestFacts, last } from '#core/digest/facts.ts'
import type { Finding } from '#core/digest/finding.ts'
import { defineView } from '#core/digest/view.ts'
import { asked, course } from '#core/digest/words.ts'
import { formatValue } from '#core/metric/format.ts'
import type { Value } from '#core/metric/metric.ts'

/** More short prompts than this are searches, not work handed over; so is such a rise of them. */
const MANY_SHORT = 0.5
const RISE = 0.05

export const prompts = defineView({
  id: 'prompts',
  title: 'Prompt quality',
  question: 'Are prompts keyword searches, or do they carry role, limits and context?',
  needs: 'a tool that reports prompt lengths',
  advice: 'Share templates of your own heaviest users',
  chart: 'lines',
  look: ({ facts }) => {
    const { prompts: bands, whole } = facts
    const short = bands ? last(bands.short) : null
    const long = bands ? last(bands.long) : null
    if (bands === null || short === null)
      return {
        missing:
          'The length of prompts is not known for last week. It needs a tool that reports it, such as chatgpt or claude.',
      }
    const before = mean(bands.short)
    const told = short >= MANY_SHORT || (before !== null && short - before >= RISE)
    const says = `${formatValue('share', short)} of prompts are under 50 characters, ${formatValue('share', long)} over 200`
    return {
      looked: 2,
      findings: told ? [finding(facts, { says, short, before })] : [],
      shows: [
        {
          kind: 'buttons',
          buttons: [
            {
              label: 'The numbers',
              act: {
                kind: 'ask',
                command: asked(facts, whole.path, { metrics: ['prompt_length'] }),
              },
            },
          ],
        },
      ],
      chart: linesChart({
        title: `${whole.label}: ${says}`,
        subtitle: 'Share of prompts under 50 characters, per week',
        footer: '',
        unit: 'share',
        grain: 'week',
        now: course(facts, bands.short),
        before: [],
        alone: true,
      }),
      quiet: says,
    }
  },
})

/** Over the twelve weeks before. */
function mean(values: readonly Value[]): Value {
  const known = values.slice(-13, -1).flatMap((value) => value ?? [])
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length
}

function finding(
  facts: DigestFacts,
  {
    says,
    short,
    before,
  }: { readonly says: string; readonly short: number; readonly before: Value },
): Finding {
  const people = last(facts.whole.values.weekly_active_people) ?? 0
  return {
    view: 'prompts',
    key: `prompts|${facts.whole.path ?? ''}|short|up`,
    unit: facts.whole.path,
    says,
    ...(before !== null && {
      more: `In the twelve weeks before ${formatValue('share', before)} were under 50.`,
    }),
    effect: { people: people * short, micros: 0 },
    confidence: 1,
    novelty: 0.06,
    action: 'Have two of your heaviest users show a template each in the next team meeting.',
    expected: { kind: 'no-evidence' },
    command: asked(facts, facts.whole.path, { metrics: ['short_prompt_share'] }),
    button: 'Short prompts by week',
  }
}
