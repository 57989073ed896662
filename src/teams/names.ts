import type { Conversations } from '#conversations.ts'
import type { Message, Part } from '#core/message/message.ts'
import type { Clock, Log } from '#ports.ts'

import type { Teams } from './calls.ts'
import { nameOf } from './refusal.ts'

/** What people are called, by the object id of their account in Entra. */
export type Names = ReadonlyMap<string, string>

/** Held in memory, and nowhere else. */
export type NameBook = {
  /** As Teams said it of someone just now. */
  readonly heard: (object: string, name: string) => void
  /** Of the accounts a message speaks of; whom Teams does not know here stays without a name. */
  readonly of: (message: Message) => Promise<Names>
}

type Sources = {
  readonly teams: Teams
  readonly conversations: Conversations
  readonly tenant: string
  readonly clock: Clock
  readonly log: Log
}

const ENTRA = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}'
/** An account alone or after its tenant's, as `roles list` has it. */
const ACCOUNT = new RegExp(`(?:${ENTRA}/)?(${ENTRA})`, 'g')

const KEPT_MS = 3_600_000
const MOST = 5_000
/** Asked for one message: a longer list keeps its ids. */
const MOST_ASKED = 20

type Known = { readonly name: string | undefined; readonly at: number }

const safe = (name: string): string => name.replaceAll(/[`*\s]+/gu, ' ').trim()

/** The object ids in what a message says, not in what its buttons do. */
function accountsIn({ title, summary, parts }: Message): readonly string[] {
  const said = JSON.stringify([title, summary, parts.filter(({ kind }) => kind !== 'buttons')])
  return [...new Set([...said.matchAll(ACCOUNT)].flatMap(([, id]) => id ?? []))]
}

export function createNames({ teams, conversations, tenant, clock, log }: Sources): NameBook {
  const known = new Map<string, Known>()
  const keep = (object: string, name: string | undefined) => {
    if (known.size >= MOST) known.clear()
    known.set(object, { name, at: clock.now() })
    return name
  }

  /** The roster of someone's own chat with the app has their name, and takes no other right. */
  async function asked(object: string): Promise<string | undefined> {
    const before = known.get(object)
    if (before !== undefined && clock.now() - before.at < KEPT_MS) return before.name
    try {
      const chat = await conversations.personal(tenant, object)
      if (chat === undefined) return undefined
      const { name } = await teams.call('single', chat, (api) =>
        api.conversations.getMemberById(chat.id, object),
      )
      return keep(object, name)
    } catch (error) {
      log.warn({ teams: nameOf(error) }, 'Someone’s name could not be looked up')
      return keep(object, undefined)
    }
  }

  return {
    heard: keep,
    of: async (message) => {
      const found = await Promise.all(
        accountsIn(message)
          .slice(0, MOST_ASKED)
          .map(async (object) => [object, safe((await asked(object)) ?? '')] as const),
      )
      return new Map(found.filter(([, name]) => name !== ''))
    },
  }
}

/** The name of an account as a table has it. */
export function calledAs(account: string, names: Names): string | undefined {
  const [whole, object = ''] = [...account.matchAll(ACCOUNT)][0] ?? []
  return whole === account ? names.get(object) : undefined
}

const CODE_OR_ACCOUNT = new RegExp(`\`[^\`\\n]*\`|${ACCOUNT.source}`, 'g')

/** People by name in place of their account; a command that has one stays what is to be typed. */
function inText(text: string, names: Names): string {
  return text.replaceAll(CODE_OR_ACCOUNT, (found) => {
    const code = found.startsWith('`')
    const name = calledAs(code ? found.slice(1, -1) : found, names)
    return name === undefined ? found : code ? `**${name}**` : name
  })
}

function inPart(part: Part, names: Names): Part {
  switch (part.kind) {
    case 'text':
    case 'note':
      return { ...part, text: inText(part.text, names) }
    case 'facts':
      return {
        ...part,
        facts: part.facts.map((fact) => ({ ...fact, value: inText(fact.value, names) })),
      }
    case 'table':
    case 'chart':
    case 'buttons':
      return part
  }
}

/** The message with people by name, where it has them by account. */
export function withNames(message: Message, names: Names): Message {
  if (names.size === 0) return message
  const { title, summary, parts } = message
  return {
    ...message,
    title: inText(title, names),
    summary: inText(summary, names),
    parts: parts.map((part) => inPart(part, names)),
  }
}
