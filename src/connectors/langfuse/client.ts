import { z } from 'zod'

import type { Call } from '#collect.ts'
import { client } from '#connectors/api/client.ts'
import type { Door } from '#connectors/api/fault.ts'

const KEYS = 'Make API keys in the settings of the Langfuse project'

const DOOR: Door = {
  title: 'Langfuse',
  keyFix: `${KEYS}, and put them in LANGFUSE_PUBLIC_KEY and LANGFUSE_SECRET_KEY.`,
  rightFix: `${KEYS}: keys of an organization cannot read observations.`,
  placeFix: 'Check LANGFUSE_URL; a Langfuse of your own must be of release 4 or later.',
}

const page = z.looseObject({
  data: z.array(z.unknown()),
  meta: z.looseObject({ cursor: z.string().nullish() }).nullish(),
})

/** Without `io` and `metadata`: what was written is never asked for. */
const FIELDS = 'core,basic,model,usage'

/** Observations that began from one time (included) to another (not), both epoch milliseconds. */
export async function* observations(
  call: Call,
  between: readonly [number, number],
  limit = 1000,
): AsyncGenerator<readonly unknown[]> {
  const key = `${call.setting('LANGFUSE_PUBLIC_KEY')}:${call.setting('LANGFUSE_SECRET_KEY')}`
  const langfuse = client(call, {
    door: DOOR,
    origin: call.setting('LANGFUSE_URL') ?? '',
    headers: { authorization: `Basic ${Buffer.from(key).toString('base64')}` },
  })
  const [from, to] = between.map((at) => new Date(at).toISOString())
  let cursor: string | undefined
  do {
    const query = { fields: FIELDS, fromStartTime: from, toStartTime: to, limit, cursor }
    const asked = { call: 'GET /api/public/v2/observations', query } as const
    const { data, meta } = (await langfuse.ask(asked, page)).body
    yield data
    cursor = meta?.cursor ?? undefined
  } while (cursor !== undefined)
}
