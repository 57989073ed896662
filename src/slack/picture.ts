import { setTimeout as sleep } from 'node:timers/promises'

import type { Chart } from '#core/chart/chart.ts'
import type { Png } from '#ports.ts'

import { type Rung, RUNGS } from './button.ts'
import type { Kit } from './kit.ts'
import { nativeChart } from './native-chart.ts'
import { DEAD_TOKEN, nameOf, Refusal } from './refusal.ts'
import type { Picture } from './render.ts'
import { inMemory, permalink, ready, upload } from './upload.ts'

/** Device pixels; https://docs.slack.dev/reference/block-kit/blocks/image-block draws up to this. */
const WIDTH = 1_200
const READY_MS = 10_000
/** Between a refusal of a picture Slack called ready and the one more try it gets. */
const SECOND_TRY_MS = 1_000
/** How long a refusal is believed before the better way is tried again. */
const BELIEVED_MS = 7 * 24 * 3_600_000
const KEY = 'picture'

export const below = (rung: Rung): Rung => RUNGS[RUNGS.indexOf(rung) + 1] ?? 'text'

const isRung = (text: string | undefined): text is Rung => RUNGS.some((rung) => rung === text)

/** Where to start in this workspace: what a refusal taught us for a week, or a person for good. */
export async function startingRung({ house, identity }: Kit): Promise<Rung> {
  try {
    const value = await house.memory.get(identity.workspace, KEY)
    const [rung, until] = value?.split(' ') ?? []
    const believed = until === undefined || house.clock.now() < Number(until)
    return isRung(rung) && believed ? rung : 'image-block'
  } catch (error) {
    house.log.warn({ error: nameOf(error) }, 'What pictures this workspace takes is not known')
    return 'image-block'
  }
}

/** A person did not see the picture, though Slack refused nothing: from here on, the next way. */
export async function moveTo({ house, identity }: Kit, rung: Rung): Promise<void> {
  await house.memory.set(identity.workspace, KEY, rung)
}

export async function learn({ house, identity }: Kit, refused: Rung): Promise<void> {
  const until = house.clock.now() + BELIEVED_MS
  try {
    await house.memory.set(identity.workspace, KEY, `${below(refused)} ${until}`)
  } catch (error) {
    house.log.warn({ error: nameOf(error) }, 'A refused picture could not be remembered')
  }
}

type Wanted = {
  readonly chart: Chart
  readonly user: string
  readonly from: Rung | Promise<Rung>
}

/**
 * The chart's picture by the best way there is; each further call, after Slack refused the last, by
 * the next. Ends with the text equivalent and never rejects: a picture must not cost the answer.
 */
export function pictures(kit: Kit, { chart, user, from }: Wanted): () => Promise<Picture> {
  const { slack, house, dms } = kit
  let rung: Rung = 'image-block'
  let drawing: Promise<Png> | undefined
  let given: Picture | undefined
  let secondTry = false

  const file = async (channel?: string) => {
    drawing ??= house.draw(chart, { width: WIDTH })
    const { bytes } = await drawing
    const title = chart.title === '' ? 'Chart' : chart.title
    return upload(slack, {
      name: 'ai-usage.png',
      title,
      file: inMemory(bytes),
      ...(channel !== undefined && { channel }),
    })
  }

  const ways: Record<Rung, () => Promise<Picture | undefined>> = {
    'image-block': async () => {
      const id = await file()
      if (await ready(slack, id, READY_MS)) return { kind: 'image-block', file: id }
      house.log.warn({ rung }, 'Slack did not process a picture in time')
      return undefined
    },
    'native-chart': async () => (nativeChart(chart) ? { kind: 'native-chart' } : undefined),
    'dm-file': async () => ({
      kind: 'dm-file',
      url: await permalink(slack, await file(await dms(user))),
    }),
    text: async () => ({ kind: 'text' }),
  }

  return async () => {
    if (given?.kind === 'image-block' && !secondTry) {
      secondTry = true
      await sleep(SECOND_TRY_MS)
      return given
    }
    rung = given === undefined ? await from : below(rung)
    for (;;) {
      try {
        const picture = await ways[rung]()
        if (picture !== undefined) return (given = picture)
      } catch (error) {
        house.log.warn({ rung, slack: nameOf(error) }, 'A picture could not be had this way')
        if (error instanceof Refusal && !DEAD_TOKEN.has(error.code)) await learn(kit, rung)
      }
      rung = below(rung)
    }
  }
}
