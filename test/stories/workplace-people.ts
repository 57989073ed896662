import type { startSlackFake } from '#demo/slack-fake/start.ts'

/** Who works there; gus is a guest. */
const PEOPLE = ['ann', 'ben', 'cyd', 'dan', 'eve', 'fay', 'gus'] as const
const STANDING: Readonly<Record<string, 'guest'>> = { gus: 'guest' }
const TEAM: Readonly<Record<string, string>> = {
  ann: 'Sales/EMEA',
  ben: 'Sales',
  cyd: 'Legal',
}

export const address = (name: string) => `${name}@northwind.example`
export const idOf = (name: string) => `U${name.toUpperCase()}`

/** Their workspace: a channel that all are in, and three that some are in. */
export const WORLD = {
  users: PEOPLE.map((name) => ({
    id: idOf(name),
    name,
    realName: `${name} the ${TEAM[name] ?? 'Engineer'}`,
    email: address(name),
    standing: STANDING[name] ?? 'member',
  })),
  workspace: {
    channels: [
      { id: 'CALL', name: 'all', members: [...PEOPLE.map(idOf), 'UBOT'] },
      // Nobody from elsewhere.
      { id: 'COPEN', name: 'open', members: ['UANN', 'UDAN', 'UFAY', 'UBOT'] },
      { id: 'CROOM', name: 'room', kind: 'private', members: ['UANN', 'UDAN', 'UBOT'] },
      { id: 'CAWAY', name: 'away', kind: 'private', members: ['UANN', 'UDAN'] },
    ],
  },
} satisfies Partial<Parameters<typeof startSlackFake>[0]>

/** Lines of use, ten times as much from each to the next. */
export const USE = PEOPLE.map(
  (name, n) => `2026-11-0${1 + (n % 5)}T09:00:00Z,${address(name)},chatgpt,gpt-4o,${10 ** n}`,
)

export const STAFF = PEOPLE.map((name) => ({
  person: address(name),
  team: TEAM[name] ?? 'Engineering',
  from: '',
  to: '',
  aliases: '',
}))
