import { barsChart } from '#core/chart/build.ts'
import { last, type UnitWeeks } from '#core/digest/facts.ts'
import { defineView } from '#core/digest/view.ts'
import { asked, basisWord, dollars, nameOf } from '#core/digest/words.ts'
import { middle } from '#core/insight/middle.ts'
import { formatValue } from '#core/metric/format.ts'
import type { Value } from '#core/metric/metric.ts'

const WEEKS = 4
const FEWEST_MEMBERS = 8
const FEWEST_TEAMS = 6
/** A team costs much from so many times the middle, and is little engaged below so much of it. */
const MUCH = 1.5
const LITTLE = 0.8

type Judged = { readonly unit: UnitWeeks; readonly cost: number; readonly engaged: number }

export const value = defineView({
  id: 'value',
  title: 'High cost, low engagement',
  question: 'Which teams cost much a head while few of them use AI?',
  needs: 'a directory with teams, and token costs',
  advice: 'Training, the right tools, and guidance on models, in that order',
  chart: 'bars',
  look: ({ facts }) => {
    const judged = facts.units.flatMap(judge)
    if (judged.length < FEWEST_TEAMS)
      return {
        missing: `Teams are compared from ${FEWEST_TEAMS} on, each with ${FEWEST_MEMBERS} members and known costs, for admins with the person permission.`,
      }
    const cost = middle(judged.map((one) => one.cost))
    const engaged = middle(judged.map((one) => one.engaged))
    const found = judged.filter((one) => one.cost >= MUCH * cost && one.engaged <= LITTLE * engaged)
    const how = basisWord(facts.basis)
    return {
      looked: judged.length,
      findings: found.map(({ unit, cost: own, engaged: part }) => ({
        view: 'value',
        key: `value|${unit.path ?? ''}|cost|up`,
        unit: unit.path,
        says: `${nameOf(unit)} costs ${dollars(Math.round(own))} a head and week in tokens, and ${formatValue('share', part)} use AI`,
        more: `In the middle of ${judged.length} teams: ${dollars(Math.round(cost))} (${how}) and ${formatValue('share', engaged)}.`,
        effect: {
          people: last(unit.members) ?? 0,
          micros: (own - cost) * (last(unit.members) ?? 0),
        },
        confidence: 0.7,
        novelty: 0.06,
        action: 'Ask its lead what the few do that costs so much, and train the others on it.',
        expected: { kind: 'no-evidence' } as const,
        command: asked(facts, unit.path, { by: 'model', metrics: ['spend'], count: WEEKS }),
        button: 'Spend by model',
      })),
      shows: [],
      chart: barsChart({
        title: `In the middle of ${judged.length} teams ${dollars(Math.round(cost))} a head and week`,
        subtitle: `Tokens per head and week, ${WEEKS} weeks (${how})`,
        footer: '',
        unit: 'usd_micros_each',
        head: 'Team',
        beforeHead: '',
        rows: judged.map(({ unit, cost: own }) => ({
          key: unit.path,
          label: unit.label,
          now: own,
          before: null,
        })),
      }),
      quiet: `None of ${judged.length} teams costs much while few of it use AI; in the middle ${dollars(Math.round(cost))} a head and week in tokens (${how})`,
    }
  },
})

function judge(unit: UnitWeeks): readonly Judged[] {
  const members = last(unit.members)
  const spend = meanOf(unit.values.spend)
  const people = meanOf(unit.values.weekly_active_people)
  if (members === null || members < FEWEST_MEMBERS || spend === null || people === null) return []
  return spend === 0 ? [] : [{ unit, cost: spend / members, engaged: people / members }]
}

function meanOf(values: readonly Value[]): Value {
  const known = values.slice(-WEEKS).flatMap((one) => one ?? [])
  return known.length < WEEKS ? null : known.reduce((sum, one) => sum + one, 0) / WEEKS
}
