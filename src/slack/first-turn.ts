import { HOW } from '#core/command/choose-how.ts'

import { originIn } from './build.ts'
import { chosenOf, type State } from './inputs.ts'
import type { Kit } from './kit.ts'
import { isKnown, nameOf, Refusal } from './refusal.ts'
import { form } from './subscribe.ts'

/** A form as it stands after a change in it. */
export type Filled = {
  readonly id: string
  /** When it was changed: later is greater. */
  readonly at: string
  readonly hash: string
  readonly metadata: string
  readonly state: State
}

type Shown = { newest: string; hash: string | undefined; under: Promise<void> }

/** Forms whose last change is remembered; each letter that is typed is one. */
const MOST = 500

/** Changed since by somebody else, or closed. */
const GONE: ReadonlySet<string> = new Set(['hash_conflict', 'not_found'])

/**
 * Shows in a form when the first would come, of its newest state alone: what was worked out of an older one is
 * left out here, and refused by Slack, by the hash, where another process was later.
 */
export function createFirstTurn(kit: Kit): (filled: Filled) => Promise<void> {
  const forms = new Map<string, Shown>()
  const known = (id: string): Shown => {
    const found = forms.get(id) ?? { newest: '', hash: undefined, under: Promise.resolve() }
    forms.set(id, found)
    const [oldest] = forms.keys()
    if (forms.size > MOST && oldest !== undefined) forms.delete(oldest)
    return found
  }
  return async (filled) => {
    const shown = known(filled.id)
    if (filled.at <= shown.newest) return
    shown.newest = filled.at
    const turn = shown.under.then(async () => {
      if (shown.newest === filled.at) shown.hash = await update(kit, filled, shown.hash)
    })
    shown.under = turn.catch(() => undefined)
    await turn
  }
}

/** The new hash. `last` is that of our own last change, of which who types need not have seen anything yet. */
async function update(
  kit: Kit,
  { id, hash, metadata, state }: Filled,
  last: string | undefined,
): Promise<string | undefined> {
  const origin = originIn(metadata)
  if (origin === undefined) return last
  const view = form(kit, chosenOf(state, HOW), origin)
  for (const against of new Set([hash, last ?? hash]))
    try {
      const shown = await kit.slack.call('single', (api) =>
        api.views.update({ view_id: id, hash: against, view }),
      )
      return shown.view?.hash
    } catch (error) {
      if (!isKnown(error)) throw error
      if (error instanceof Refusal && GONE.has(error.code)) continue
      kit.house.log.warn({ slack: nameOf(error) }, 'A form could not show when the first comes')
      return last
    }
  return last
}
