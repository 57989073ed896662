import type { AssetWeeks, DigestFacts } from '#core/digest/facts.ts'
import type { Finding } from '#core/digest/finding.ts'
import { defineView } from '#core/digest/view.ts'
import { capitalised, counted, grouped } from '#core/message/english.ts'
import { formatValue } from '#core/metric/format.ts'

const FEWEST_RUNS = 20
/** Standard errors between two shares of failed runs: at some dozens of agents once in years by chance. */
const APART = 4
/** More of its runs fail than this. */
const MANY_FAIL = 0.2
const FEWEST_PEOPLE = 5

export const agents = defineView({
  id: 'agents',
  title: 'Agents and prompts',
  question: 'Which agents fail, and which prompts and agents are worth sharing?',
  needs: 'a source that names agents, prompts or tools',
  advice: 'Many failures on one agent: its configuration; much used by few teams: share it',
  chart: 'none',
  look: ({ facts }) => {
    const { assets } = facts
    if (assets === null)
      return {
        missing: 'Agents and prompts are shown to admins with the person permission, in private.',
      }
    const used = assets.filter(({ runs }) => runs > 0)
    const [first] = used
    if (!first)
      return {
        missing:
          'No run of an agent or a shared prompt is known in four weeks. It needs a source that names them.',
      }
    return {
      looked: used.length,
      findings: [
        ...used.flatMap((one) => failing(one, facts)),
        ...used.slice(0, 3).flatMap(shared),
      ],
      shows: [
        {
          kind: 'table',
          head: ['What', 'Runs', 'Failed', 'People'],
          rows: used
            .slice(0, 10)
            .map(({ label, runs, failed, people }) => [
              label,
              grouped(runs),
              formatValue('share', failed / runs),
              grouped(people),
            ]),
        },
      ],
      quiet: `${capitalised(first.label)} ran most: ${counted(first.runs, 'time')} in four weeks, ${formatValue('share', first.failed / first.runs)} failed`,
    }
  },
})

/** How far apart the two shares are, in standard errors of their difference. */
function apart({ runs, failed, runsBefore, failedBefore }: AssetWeeks): number {
  const together = (failed + failedBefore) / (runs + runsBefore)
  const error = Math.sqrt(together * (1 - together) * (1 / runs + 1 / runsBefore))
  return error === 0 ? 0 : (failed / runs - failedBefore / runsBefore) / error
}

function failing(one: AssetWeeks, facts: DigestFacts): readonly Finding[] {
  const { kind, label, runs, failed, runsBefore, failedBefore, people, unit } = one
  if (runs < FEWEST_RUNS || failed / runs < MANY_FAIL) return []
  const rose = runsBefore >= FEWEST_RUNS && apart(one) >= APART
  return [
    {
      view: 'agents',
      key: `agents|${label}|failed|up`,
      unit: null,
      says: `${capitalised(label)} failed in ${formatValue('share', failed / runs)} of ${grouped(runs)} runs in four weeks`,
      more: [
        runsBefore >= FEWEST_RUNS
          ? `In the four before: ${formatValue('share', failedBefore / runsBefore)}${rose ? '' : ', which may be chance'}.`
          : 'It is not known for longer.',
        ...(unit === null ? [] : [`It is run most by ${unit}.`]),
      ].join(' '),
      effect: { people: Math.max(people, (facts.units.length > 0 ? failed : 0) / 20), micros: 0 },
      confidence: rose ? 0.9 : 0.5,
      novelty: rose ? 0.8 : 0.2,
      action: `Ask the owner of the ${kind.replaceAll('_', ' ')} to look at its configuration and what it connects to.`,
      expected: {
        kind: 'arithmetic',
        says: `${grouped(Math.round(failed / 4))} failed runs a week fewer, if none failed`,
      },
      command: 'digest agents',
      button: 'Agents and prompts',
    },
  ]
}

function shared({ label, kind, runs, failed, people }: AssetWeeks): readonly Finding[] {
  if (kind === 'agent' || people < FEWEST_PEOPLE || failed / runs >= MANY_FAIL) return []
  return [
    {
      view: 'agents',
      key: `agents|${label}|shared|up`,
      unit: null,
      says: `${capitalised(label)} is used by ${grouped(people)} people, ${grouped(runs)} times in four weeks`,
      effect: { people, micros: 0 },
      confidence: 0.5,
      novelty: 0.1,
      action: 'Show it to teams that do not have it.',
      expected: { kind: 'no-evidence' },
      command: 'digest agents',
      button: 'Agents and prompts',
    },
  ]
}
