import type { Decided, People, PeopleChange } from '#books.ts'
import type { Audit } from '#ports.ts'

import { auditedAct } from './audited-act.ts'

export type PeopleHouse = {
  readonly people: People
  readonly audit: Audit
  readonly pseudonym: (identifier: string) => string
}

/** Joins or splits two identifiers; they are hashed here, and named nowhere. */
export function changePeople(
  change: PeopleChange,
  facts: { readonly by: string; readonly at: number; readonly dryRun: boolean },
  { people, audit, pseudonym }: PeopleHouse,
): Promise<Decided> {
  const command = ['people', change.kind, ...('link' in change ? [change.link] : [])].join(' ')
  return auditedAct(audit, { ...facts, action: 'people', command }, async () => {
    const result = await decide(change, facts, { people, pseudonym })
    const { link, person, login, moves } = result
    const requests = moves.reduce((sum, move) => sum + move.requests, 0)
    const micros = moves.reduce((sum, move) => sum + move.micros, 0n)
    return { result, detail: { link, person, login, requests, micros: micros.toString() } }
  })
}

function decide(
  change: PeopleChange,
  facts: { readonly by: string; readonly at: number; readonly dryRun: boolean },
  { people, pseudonym }: Pick<PeopleHouse, 'people' | 'pseudonym'>,
): Promise<Decided> {
  const pair = ({ address, login }: { readonly address: string; readonly login: string }) => ({
    account: pseudonym(address),
    alias: pseudonym(login),
  })
  switch (change.kind) {
    case 'join': {
      const { from, to } = change
      return people.join({ ...pair(change), ...(from && { from }), ...(to && { to }) }, facts)
    }
    case 'split':
      return people.split(pair(change), facts)
    case 'confirm':
      return people.confirm(change.link, pair(change), facts)
    case 'refuse':
      return people.refuse(change.link, facts)
    case 'undo':
      return people.undo(change.link, facts)
  }
}
