import type { Watched } from '#core/action/action.ts'
import { linesChart } from '#core/chart/build.ts'
import type { Chart } from '#core/chart/chart.ts'
import type { Ask } from '#core/command/command.ts'
import { grouped } from '#core/message/english.ts'
import { catalogue } from '#core/metric/catalogue.ts'
import { describeDay } from '#core/time/describe.ts'

import { type DigestFacts, last } from './facts.ts'
import type { Expected, Finding } from './finding.ts'
import type { LookedAt, Stood } from './moves.ts'
import { FEWEST_PEERS } from './peers.ts'
import { asked, basisWord, course, dollars, nameOf, timesUsual, whyMoved } from './words.ts'

type Advice = {
  readonly view: string
  readonly action: string
  readonly expected: Expected
  readonly button: string
  /** What the button asks of the unit; `why`: what moved its spend in those weeks. */
  readonly ask: Partial<Ask> | 'why'
}

/** The finding of a number that stands out, in words. */
export function movedFinding(stood: Stood, advice: Advice, facts: DigestFacts): Finding {
  const { unit, metric, direction, since, out, threshold, now, usual } = stood
  const { view, action, expected, button, ask } = advice
  const people = last(unit.values.weekly_active_people) ?? 0
  const watched = watchedOf(stood)
  return {
    view,
    key: `${view}|${unit.path ?? ''}|${metric}|${direction}`,
    unit: unit.path,
    says: sentence(stood),
    more: more(stood, facts),
    effect:
      metric === 'spend'
        ? { people: 0, micros: now - usual }
        : { people: metric === 'weekly_active_people' ? now - usual : people, micros: 0 },
    // At the threshold false alarms are as rare as promised; beyond it surer.
    confidence: Math.min(1, 0.7 + 0.3 * (Math.abs(out) / threshold - 1)),
    novelty: 1 / since,
    action,
    expected,
    ...(watched && { watched }),
    command:
      ask === 'why'
        ? whyMoved(facts, unit.path, stood.weeks)
        : asked(facts, unit.path, { metrics: [metric], ...ask }),
    button,
    chart: chartOf(stood, facts),
  }
}

/** What went the wrong way is to come back; of good news nothing is to be mended. */
function watchedOf({ metric, direction }: Stood): Watched | undefined {
  const { rise } = catalogue[metric]
  if (direction === 'down' && rise === 'good') return { metric, wanted: 'rose' }
  return direction === 'up' && rise === 'bad' ? { metric, wanted: 'fell' } : undefined
}

const SAID: Readonly<Record<LookedAt, (now: number) => string>> = {
  spend: (now) => `spent ${dollars(now)} on tokens`,
  messages: (now) => `sent ${grouped(Math.round(now))} messages`,
  weekly_active_people: (now) => `had ${grouped(Math.round(now))} people using AI`,
  messages_per_session: (now) => `sent ${now.toFixed(1)} messages a session`,
}

function sentence({ unit, metric, now, usual, weeks }: Stood): string {
  const when = weeks === 1 ? 'last week' : `a week for ${weeks} weeks`
  const each = weeks > 1 && metric === 'messages_per_session' ? `over ${weeks} weeks` : when
  const was =
    metric === 'weekly_active_people'
      ? `where ${grouped(Math.round(usual))} is usual`
      : timesUsual(now, usual)
  return `${nameOf(unit)} ${SAID[metric](now)} ${each}, ${was}`
}

function more({ unit, metric, usual, since }: Stood, { basis, units }: DigestFacts): string {
  const peers =
    units.length > FEWEST_PEERS && unit.path !== null ? ', given how other teams moved' : ''
  const level =
    metric === 'spend' ? dollars(usual) : catalogue[metric].format(rounded(usual, metric))
  const how = metric === 'spend' ? ` (${basisWord(basis)})` : ''
  const told = since > 1 ? ` It has stood out for ${since} Mondays.` : ''
  return `Usual: ${level} a week${how}${peers}.${told}`
}

const rounded = (value: number, metric: LookedAt) =>
  metric === 'messages_per_session' ? value : Math.round(value)

function chartOf(stood: Stood, facts: DigestFacts): Chart {
  const { unit, metric, usual } = stood
  const { unit: of, name, format } = catalogue[metric]
  const each = metric === 'spend' ? ` (tokens, ${basisWord(facts.basis)})` : ''
  return linesChart({
    title: sentence(stood),
    subtitle: `${name} per week${each}`,
    footer: facts.dataThrough === null ? '' : `Data through ${describeDay(facts.week.to)}`,
    notes: [`Usual for such a week: ${format(rounded(usual, metric))}.`],
    unit: of,
    grain: 'week',
    now: course(facts, unit.values[metric]),
    before: [],
    alone: true,
  })
}
