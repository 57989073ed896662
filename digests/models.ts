import { shareChart } from '#core/chart/build.ts'
import type { DigestFacts, ModelWeeks } from '#core/digest/facts.ts'
import type { Finding } from '#core/digest/finding.ts'
import { defineView } from '#core/digest/view.ts'
import { asked, basisWord, dollars } from '#core/digest/words.ts'
import { grouped } from '#core/message/english.ts'
import type { Part } from '#core/message/message.ts'
import { formatValue } from '#core/metric/format.ts'
import type { Value } from '#core/metric/metric.ts'

const WEEKS = 4
/** A model is dear where a message costs so many times what it does on another of the same tool that is used much. */
const DEAR = 3
const USED_MUCH = 0.05
const LEAST_SHARE_OF_SPEND = 0.2
const LEAST_DOLLARS = 20_000_000
const MOST_ROWS = 6

export const models = defineView({
  id: 'models',
  title: 'Model mix',
  question: 'Which models are used, and are dear ones used where cheap ones do?',
  needs: 'a tool that reports models',
  advice: 'Set a default model; move what the dear one does not need',
  chart: 'shares',
  look: ({ facts }) => {
    const used = facts.models.filter(({ key, messages }) => key !== null && (messages ?? 0) > 0)
    const named = together(used)
    const [first] = named.toSorted((a, b) => (b.messages ?? 0) - (a.messages ?? 0))
    if (!first)
      return {
        missing: 'No model is known for the last four weeks. It needs a tool that reports models.',
      }
    const all = used.reduce((sum, { messages }) => sum + (messages ?? 0), 0)
    const quiet = `${first.label} has ${formatValue('share', (first.messages ?? 0) / all)} of messages in ${WEEKS} weeks, of ${grouped(named.length)} models`
    return {
      looked: used.length,
      findings: dear(facts, used),
      shows: [table(used), numbers(facts)],
      chart: shareChart({
        title: quiet,
        subtitle: 'Messages by model',
        footer: '',
        unit: 'count',
        grain: 'week',
        buckets: facts.weeks.slice(-14),
        rows: named.map(({ key, label, series }) => ({ key, label, series: series.slice(-14) })),
      }),
      quiet,
    }
  },
})

/** One model in several tools is one model. */
function together(
  used: readonly ModelWeeks[],
): readonly Pick<ModelWeeks, 'key' | 'label' | 'series' | 'messages'>[] {
  return [...Map.groupBy(used, ({ label }) => label).values()].flatMap((same) => {
    const [first] = same
    if (!first) return []
    const series = first.series.map((_, week) =>
      same.reduce<Value>((sum, { series }) => {
        const value = series[week] ?? null
        return sum === null || value === null ? null : sum + value
      }, 0),
    )
    return [
      { ...first, series, messages: same.reduce((sum, { messages }) => sum + (messages ?? 0), 0) },
    ]
  })
}

type Priced = ModelWeeks & {
  readonly messages: number
  readonly spend: number
  readonly each: number
}

const isPriced = (model: ModelWeeks): readonly Priced[] => {
  const { messages, spend } = model
  return messages !== null && spend !== null && messages > 0 && spend > 0
    ? [{ ...model, messages, spend, each: spend / messages }]
    : []
}

/** The dear model with the most money in it, beside the cheapest of the same tool that people use much. */
function dear(facts: DigestFacts, used: readonly ModelWeeks[]): readonly Finding[] {
  const priced = used.flatMap(isPriced)
  const money = priced.reduce((sum, { spend }) => sum + spend, 0)
  const [first] = [...Map.groupBy(priced, ({ tool }) => tool).values()]
    .flatMap(dearIn)
    .filter(({ model }) => model.spend >= Math.max(LEAST_DOLLARS, LEAST_SHARE_OF_SPEND * money))
    .toSorted((a, b) => b.model.spend - a.model.spend)
  if (!first) return []
  const { model, cheap, part } = first
  const ceiling = (model.spend - model.messages * cheap.each) / WEEKS
  const how = basisWord(facts.basis)
  return [
    {
      view: 'models',
      key: `models|${facts.whole.path ?? ''}|${model.label}|dear`,
      unit: facts.whole.path,
      says: `${model.label} is ${formatValue('share', part)} of messages in ${model.tool} and ${formatValue('share', model.spend / money)} of token spend`,
      more: `A message costs ${dollars(Math.round(model.each))}, on ${cheap.label} ${dollars(Math.round(cheap.each))} (tokens, ${how}).`,
      effect: { people: 0, micros: ceiling },
      confidence: 0.8,
      novelty: 0.06,
      action: `Ask its users which tasks ${cheap.label} does as well, and make it the default for those.`,
      expected: {
        kind: 'arithmetic',
        says: `at most ${dollars(Math.round(ceiling))} a week less (tokens, ${how}), if each message cost as on ${cheap.label}`,
      },
      command: asked(facts, facts.whole.path, {
        by: 'model',
        metrics: ['spend'],
        count: WEEKS,
        filters: { tool: [model.tool] },
      }),
      button: 'Spend by model',
    },
  ]
}

/** Of one tool. */
function dearIn(models: readonly Priced[]) {
  const all = models.reduce((sum, { messages }) => sum + messages, 0)
  const [cheap] = models
    .filter(({ messages }) => messages >= USED_MUCH * all)
    .toSorted((a, b) => a.each - b.each)
  return cheap
    ? models
        .filter(({ each }) => each >= DEAR * cheap.each)
        .map((model) => ({ model, cheap, part: model.messages / all }))
    : []
}

function table(used: readonly ModelWeeks[]): Part {
  const many = (label: string) => used.filter((one) => one.label === label).length > 1
  return {
    kind: 'table',
    head: ['Model', 'Messages', 'Each'],
    rows: used
      .toSorted((a, b) => (b.messages ?? 0) - (a.messages ?? 0))
      .slice(0, MOST_ROWS)
      .map(({ tool, label, messages, spend }) => [
        many(label) ? `${label} (${tool})` : label,
        messages === null ? '–' : grouped(messages),
        spend === null || messages === null || messages === 0 || spend === 0
          ? 'no price'
          : formatValue('usd_micros_each', Math.round(spend / messages)),
      ]),
  }
}

const numbers = (facts: DigestFacts): Part => ({
  kind: 'buttons',
  buttons: [
    {
      label: 'The numbers',
      act: {
        kind: 'ask',
        command: asked(facts, facts.whole.path, { by: 'model', metrics: ['messages'] }),
      },
    },
  ],
})
