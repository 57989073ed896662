import { type Document, isNode, LineCounter, parseDocument } from 'yaml'
import { z } from 'zod'

import { nearest } from '#core/command/nearest.ts'
import { UserError } from '#core/errors.ts'
import {
  ALL_REVEALERS,
  KEPT_NAMES,
  LOWEST_FLOOR,
  MODES,
  type Policy,
  POLICY_PLACES,
  SHORTEST_USE,
} from '#core/policy/policy.ts'

const LONGEST_FILE = 65_536
const LONGEST_DAYS = 36_500
const USER = /^[UW][A-Z0-9]{2,20}$/

const form = (error: string) => ({ error })
const days = (least: number) => {
  const right = form(`Write a whole number of days, ${least} or more, or forever.`)
  const number = z.int(right).min(least, right).max(LONGEST_DAYS, right)
  return z.union([z.literal('forever'), number], right)
}

const REVEAL = `Write a list of ${ALL_REVEALERS} (admins who hold that permission) or user ids like U024BE7LH; [] for nobody.`
const PLACES = `Write a list of ${POLICY_PLACES.join(', ')}.`
const PURPOSES = 'Write a list of sentences of at most 200 letters, at least one.'

const schema = z.strictObject({
  purposes: z
    .array(z.string(form(PURPOSES)).trim().min(1, form(PURPOSES)).max(200, form(PURPOSES)), {
      error: PURPOSES,
    })
    .min(1, form(PURPOSES))
    .max(20, form('Write at most 20 sentences.')),
  floor: z
    .int(form(`Write a whole number of people, ${LOWEST_FLOOR} or more.`))
    .min(LOWEST_FLOOR, form(`Write a whole number of people, ${LOWEST_FLOOR} or more.`))
    .max(1000, form('Write at most 1000.')),
  mode: z.enum(MODES, form(`Write ${MODES.join(', ')}.`)),
  retention: z.strictObject(
    { use: days(SHORTEST_USE), replaced: days(1), runs: days(1) },
    {
      error: ({ code }) =>
        code === 'unrecognized_keys' ? undefined : `Write ${KEPT_NAMES.join(', ')} below it.`,
    },
  ),
  reveal: z.array(
    z.string(form(REVEAL)).refine((who) => who === ALL_REVEALERS || USER.test(who), form(REVEAL)),
    form(REVEAL),
  ),
  places: z.array(z.enum(POLICY_PLACES, form(PLACES)), form(PLACES)).min(1, form(PLACES)),
})

const KNOWN = { '': Object.keys(schema.shape), retention: KEPT_NAMES }

type Path = readonly PropertyKey[]

/** `retention.use`, `places[2]`. */
const nameOf = (path: Path): string =>
  path
    .map((key, at) =>
      typeof key === 'number' ? `[${key + 1}]` : `${at > 0 ? '.' : ''}${String(key)}`,
    )
    .join('')

/** Where a value stands; where it is missing, where what should hold it stands. */
function lineOf(doc: Document, path: Path, lines: LineCounter): number {
  for (let length = path.length; length > 0; length -= 1) {
    const node = doc.getIn(path.slice(0, length), true)
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line
  }
  return 1
}

function parsed(text: string, lineCounter: LineCounter, file: string): Document {
  try {
    return parseDocument(text, { lineCounter, prettyErrors: false })
  } catch {
    throw wrong(file, ['It is nested too deep.'])
  }
}

function valueOf(doc: Document, file: string): unknown {
  try {
    return doc.toJS({ maxAliasCount: 0 }) ?? {}
  } catch {
    throw wrong(file, ['It has aliases, or is nested too deep: write out what is meant.'])
  }
}

/**
 * Reads the text of a `policy.yml`.
 * @throws UserError that names every wrong line, what it says and what would be right
 */
export function readPolicy(text: string, file: string): Policy {
  const lines = new LineCounter()
  if (text.length > LONGEST_FILE) throw wrong(file, ['It is longer than any policy.'])
  const doc = parsed(text, lines, file)
  if (doc.errors.length > 0)
    throw wrong(
      file,
      doc.errors.map(({ pos, message }) => `line ${lines.linePos(pos[0]).line}: ${message}.`),
    )
  const read = schema.safeParse(valueOf(doc, file))
  if (read.success) return read.data
  throw wrong(
    file,
    read.error.issues.flatMap((issue) => {
      if (issue.code === 'unrecognized_keys')
        return issue.keys.map((key) => {
          const where = lineOf(doc, [...issue.path, key], lines)
          const known = KNOWN[nameOf(issue.path) as keyof typeof KNOWN] ?? []
          const [near] = nearest(key, known, 1)
          const hint =
            near === undefined ? `There are ${known.join(', ')}.` : `Did you mean ${near}?`
          return `line ${where}, ${nameOf([...issue.path, key])}: there is no such point. ${hint}`
        })
      const name = nameOf(issue.path)
      const value: unknown = doc.getIn(issue.path)
      const said = value === undefined ? 'is missing' : shown(value)
      return `line ${lineOf(doc, issue.path, lines)}, ${name === '' ? 'the file' : name}: ${said}. ${issue.message}`
    }),
  )
}

const LONGEST_SHOWN = 40

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing'
  return `${text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text} is not usable`
}

const wrong = (file: string, faults: readonly string[]): UserError =>
  new UserError(
    `${file} is no policy:\n${faults.map((fault) => `  ${fault}`).join('\n')}`,
    'Correct it; docs/policy.md shows every point.',
  )
