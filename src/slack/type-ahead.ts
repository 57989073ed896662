import { setTimeout as sleep } from 'node:timers/promises'

import type { PlainTextOption } from '@slack/types'

import type { TypedName } from '#core/home/home.ts'

import { plain } from './blocks.ts'
import { originIn } from './build.ts'
import { type Kit, placeName, placeOf } from './kit.ts'
import { OPTION_TEXT, OPTION_VALUE, OPTIONS_MS } from './limits.ts'
import { nameOf } from './refusal.ts'

/** Of the time that Slack waits: what the request and the answer travel. */
const ON_THE_WAY_MS = 1_000

/** The inputs whose options are looked up. */
const TYPED: Readonly<Record<string, TypedName>> = {
  team: 'team',
  user: 'user',
  model: 'model',
  asset: 'asset',
}

/** Their names, as Slack asks for them. */
export const LOOKED_UP = new RegExp(`^(?:${Object.keys(TYPED).join('|')})$`)

type Typing = {
  readonly user: string
  readonly workspace: string
  readonly input: string
  readonly typed: string
  /** Of the form it is typed in. */
  readonly metadata: string
}

/**
 * What is offered while someone types a name: what they may ask about. Nothing where it takes longer
 * than Slack waits, as the form says. Never rejects.
 */
export async function options(kit: Kit, typing: Typing): Promise<PlainTextOption[]> {
  const over = new AbortController()
  const none = async () => {
    await sleep(OPTIONS_MS - ON_THE_WAY_MS, undefined, { signal: over.signal })
    kit.house.log.warn({}, 'Names took longer to find than Slack waits for them')
    return []
  }
  try {
    return await Promise.race([offered(kit, typing), none()])
  } catch (error) {
    kit.house.log.error({ error: nameOf(error) }, 'Names could not be offered')
    return []
  } finally {
    over.abort()
  }
}

async function offered(kit: Kit, typing: Typing): Promise<PlainTextOption[]> {
  const { user, workspace, input, typed, metadata } = typing
  const [what, opened] = [TYPED[input], originIn(metadata)]
  if (what === undefined || opened === undefined || kit.house.lock.held()) return []
  const viewer = await kit.whoAsks(user, workspace)
  const place = placeName(placeOf(opened.channel))
  const names = await kit.house.typeAhead(what, typed, { viewer, place })
  return names
    .filter((name) => name.length <= OPTION_VALUE)
    .map((name) => ({ text: plain(ended(name)), value: name }))
}

/** Paths that begin alike differ at their end. */
const ended = (name: string): string =>
  name.length <= OPTION_TEXT
    ? name
    : `…${name.slice(1 - OPTION_TEXT).replace(/^[\uDC00-\uDFFF]/, '')}`
