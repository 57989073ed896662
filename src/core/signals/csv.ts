import type { SignalCell } from './panel.ts'
import { finest, isWithin, LEVEL_GROUPS, meanOf, weeksIn } from './told.ts'
import { levelName, SIGNAL_IDS } from './words.ts'

/** The columns of the file, in order, and what each means. */
export const SIGNAL_COLUMNS = {
  team: 'The unit, those below it included; empty for the company',
  week: 'The Monday',
  ai_use:
    'Level of use over the 12 weeks that end with the week; `Everyone` where it is not told apart',
  signal: 'What is counted',
  people: 'Whose number is known',
  mean: 'Per person',
} as const

/** Every unit, week and level that may be told; `cells` are the whole company's. */
export function signalRows(
  cells: readonly SignalCell[],
  { unit, floor }: { readonly unit: string | undefined; readonly floor: number },
): readonly (readonly (string | number)[])[] {
  const path = unit ?? ''
  const units = new Set(
    cells.flatMap((cell) => above(cell.unit)).filter((each) => isWithin(each, path)),
  )
  return [...units].toSorted().flatMap((each) => {
    const own = cells.filter((cell) => isWithin(cell.unit, each))
    return SIGNAL_IDS.flatMap((signal) => {
      const groups = LEVEL_GROUPS[finest(cells, each, { signal, floor })] ?? []
      return weeksIn(own).flatMap((week) =>
        groups.flatMap((group) => {
          const mean = meanOf(
            own.filter((cell) => cell.week === week && group.includes(cell.level)),
            signal,
          )
          return mean === null
            ? []
            : [[each, week, levelName(group), signal, mean.people, rounded(mean.mean)]]
        }),
      )
    })
  })
}

/** `Eng/Web` → the company, `Eng`, `Eng/Web`. */
const above = (unit: string): readonly string[] => {
  const levels = unit.split('/')
  return ['', ...levels.map((_, at) => levels.slice(0, at + 1).join('/'))]
}

const rounded = (value: number): number => Math.round(value * 1000) / 1000
