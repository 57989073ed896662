import { barsChart } from '#core/chart/build.ts'
import type { DepartmentWeek, DigestFacts } from '#core/digest/facts.ts'
import { defineView } from '#core/digest/view.ts'
import { asked } from '#core/digest/words.ts'
import { middle } from '#core/insight/middle.ts'
import { listed } from '#core/message/english.ts'

const FEWEST_PEOPLE = 5
const FEWEST_DEPARTMENTS = 4
/** So much above or below the middle is another way of working. */
const APART = 1.25

type Known = DepartmentWeek & { readonly sessionsPerPerson: number; readonly depth: number }

export const pattern = defineView({
  id: 'pattern',
  title: 'Department pattern',
  question: 'Who uses AI often and briefly, who seldom and at length?',
  needs: 'a directory with departments, and a tool with sessions',
  advice: 'Often and briefly: a multi-turn workshop; seldom and at length: find daily uses',
  chart: 'bars',
  look: ({ facts }) => {
    const known = facts.departments.flatMap((one): readonly Known[] => {
      const { people, sessionsPerPerson, depth } = one
      return (people ?? 0) >= FEWEST_PEOPLE && sessionsPerPerson !== null && depth !== null
        ? [{ ...one, sessionsPerPerson, depth }]
        : []
    })
    if (known.length < FEWEST_DEPARTMENTS)
      return {
        missing: `Departments are compared from ${FEWEST_DEPARTMENTS} on, each with ${FEWEST_PEOPLE} active people and sessions last week, for admins with the person permission.`,
      }
    const often = middle(known.map(({ sessionsPerPerson }) => sessionsPerPerson))
    const deep = middle(known.map(({ depth }) => depth))
    const brief = known.filter(
      ({ sessionsPerPerson, depth }) => sessionsPerPerson > often * APART && depth < deep,
    )
    const rare = known.filter(
      ({ sessionsPerPerson, depth }) => sessionsPerPerson < often / APART && depth > deep,
    )
    return {
      looked: 2 * known.length,
      findings: [
        ...brief.map((one) =>
          finding(one, facts, {
            how: 'often and briefly',
            action: 'Offer a multi-turn workshop: they come back anyway, and leave early.',
          }),
        ),
        ...rare.map((one) =>
          finding(one, facts, {
            how: 'seldom and at length',
            action: 'Find two daily tasks with its lead; those who come already stay.',
          }),
        ),
      ],
      shows: [
        {
          kind: 'table',
          head: ['Department', 'Sessions', 'Depth'],
          rows: known
            .toSorted((a, b) => b.sessionsPerPerson - a.sessionsPerPerson)
            .map(({ label, sessionsPerPerson, depth }) => [
              label,
              sessionsPerPerson.toFixed(1),
              depth.toFixed(1),
            ]),
        },
      ],
      chart: barsChart({
        title: `In the middle ${often.toFixed(1)} sessions a person, ${deep.toFixed(1)} messages each`,
        subtitle: 'Sessions per active person last week',
        footer: '',
        unit: 'ratio',
        head: 'Department',
        beforeHead: '',
        rows: known.map(({ path, label, sessionsPerPerson }) => ({
          key: path,
          label,
          now: sessionsPerPerson,
          before: null,
        })),
      }),
      quiet: `${known.length} departments, in the middle ${often.toFixed(1)} sessions a person and ${deep.toFixed(1)} messages a session; ${brief.length + rare.length === 0 ? 'none works another way' : `${listed([...brief, ...rare].map(({ label }) => label))} another way`}`,
    }
  },
})

const finding = (
  { path, label, people, sessionsPerPerson, depth }: Known,
  facts: DigestFacts,
  { how, action }: { readonly how: string; readonly action: string },
) => ({
  view: 'pattern',
  key: `pattern|${path}|${how}|up`,
  unit: path,
  says: `${label} uses AI ${how}: ${sessionsPerPerson.toFixed(1)} sessions a person, ${depth.toFixed(1)} messages each`,
  effect: { people: people ?? 0, micros: 0 },
  confidence: 0.6,
  novelty: 0.06,
  action,
  expected: { kind: 'no-evidence' } as const,
  command: asked(facts, path, { metrics: ['messages_per_session'] }),
  button: 'Depth by week',
})
