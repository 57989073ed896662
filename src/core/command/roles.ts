import { type Grant, GRANTS } from '#core/access/access.ts'
import { ACCOUNT, writtenAccount } from '#core/access/account.ts'
import { readGroup, writeGroup } from '#core/access/grants.ts'

import type { Command, Misread } from './command.ts'
import { nearest } from './nearest.ts'
import { readQuoted } from './values.ts'

const ACTS = ['list', 'grant', 'revoke'] as const

const USER = new RegExp(String.raw`^(?:<@)?@?(${ACCOUNT})(?:\|[^>]*)?>?$`, 'i')

const isGrant = (word: string): word is Grant => GRANTS.some((known) => known === word)

/** What follows `roles` from `start` on. */
export function readRoles(text: string, start: number): Command | Misread {
  const [, first = '', grant = '', user = '', rest = ''] =
    /^(\S*)\s*(\S*)\s*(\S*)\s*([\s\S]*)$/u.exec(text.slice(start).trim()) ?? []
  const word = first.toLowerCase()
  if (word === '' || (word === 'list' && grant === '')) return { kind: 'roles', act: 'list' }
  const act = ACTS.find((known) => known === word)
  if (act === undefined || act === 'list') return misread(text, first, wrongAct(first))
  const role = grant.toLowerCase()
  if (!isGrant(role)) return misread(text, grant, wrongRole(act, grant))
  const [, account] = USER.exec(user) ?? []
  const group = readGroup(user)
  const who = account ? writtenAccount(account) : group && writeGroup(group)
  if (who === undefined) {
    return misread(text, user, {
      why: `Name a Slack user by the id in their profile: \`roles ${act} ${role} U024BE7LH\`. Or a group: \`group:@data-team\` of Slack, \`group:entra:\` and its object id, \`group:google:\` and its address.`,
    })
  }
  const unit = (readQuoted(rest, 0)?.value ?? rest).trim()
  if (role === 'lead' && unit === '') {
    return misread(text, grant, {
      why: `Say which unit: \`roles ${act} lead ${who} "Sales/EMEA"\`.`,
    })
  }
  if (role !== 'lead' && unit !== '')
    return misread(text, rest, { why: 'Only a lead has a unit; leave it out.' })
  return { kind: 'roles', act, grant: role, who, ...(unit !== '' && { unit }) }
}

type Wrong = { readonly why: string; readonly suggestions?: readonly string[] }

function wrongAct(word: string): Wrong {
  const near = nearest(word, [...ACTS], 1)
  return {
    why: 'Roles are listed, granted or revoked.',
    suggestions: near.map((act) => `roles ${act}`),
  }
}

function wrongRole(act: string, word: string): Wrong {
  const near = nearest(word, [...GRANTS], 1)
  return {
    why: `The roles are ${GRANTS.join(', ')}.`,
    suggestions: near.map((role) => `roles ${act} ${role}`),
  }
}

function misread(text: string, part: string, { why, suggestions = [] }: Wrong): Misread {
  return { kind: 'misread', text, problems: [{ text: part, why, suggestions }] }
}
