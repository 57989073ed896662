import type { Command, Misread } from './command.ts'
import { read } from './draft.ts'
import { format } from './format.ts'
import { sectionSlip } from './section.ts'
import { isSlip } from './suggest.ts'

/** `digset team:eng`: the first word is nothing but a slip of a command's. */
export function readSlip(
  text: string,
  parse: (text: string) => Command | Misread,
): Misread | undefined {
  const slip = sectionSlip(text)
  if (!slip || isSlip(slip.word) || read(slip.word).problems.length === 0) return undefined
  const mended = parse(slip.mended)
  const problem = { text: slip.word, why: 'There is no such command.', suggestions: [] }
  if (mended.kind !== 'misread')
    return { kind: 'misread', text, problems: [problem], suggestion: format(mended) }
  const others = mended.problems.map((more) => ({ ...more, suggestions: [] }))
  return { ...mended, text, problems: [problem, ...others] }
}
