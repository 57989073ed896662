import { isWithin, type ToldSum } from './told.ts'
import { levelName } from './words.ts'

/** The columns of the file, in order, and what each means. */
export const SIGNAL_COLUMNS = {
  team: 'The unit, those below it included; empty for the company',
  week: 'The Monday',
  ai_use:
    'Level of use over the 12 weeks that end with the week; `Everyone` is all of them, whose sums the levels add up to',
  signal: 'What is counted',
  people: 'Whose number is known',
  mean: 'Per person',
} as const

/** Every unit, week and level that was told. */
export const signalRows = (
  told: readonly ToldSum[],
  { unit, floor }: { readonly unit: string | undefined; readonly floor: number },
): readonly (readonly (string | number)[])[] =>
  told
    .filter((one) => one.people >= floor && isWithin(one.unit, unit ?? ''))
    .map(({ unit: team, week, levels, signal, people, sum }) => [
      team,
      week,
      levelName(levels),
      signal,
      people,
      rounded(sum / people),
    ])

const rounded = (value: number): number => Math.round(value * 1000) / 1000
