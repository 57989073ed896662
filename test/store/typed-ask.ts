import { createHash } from 'node:crypto'

import { parse } from '#core/command/parse.ts'
import { wanted } from '#core/message/answered.ts'
import { day } from '#core/time/day.ts'
import { resolvePeriod } from '#core/time/resolve.ts'
import type { Question } from '#ports.ts'
import type { Store } from '#store/store.ts'
import { usageReader } from '#store/usage-reader.ts'

import type { Company } from './reader-company.ts'
import type { Asked } from './reader-reference.ts'

const pseudonym = (of: string) => createHash('sha256').update(of).digest('hex')

/** From what is typed to the question the store is asked, as the product finds it. */
export async function questionTyped(store: Store, text: string, on: string): Promise<Question> {
  const ask = parse(text)
  if (ask.kind !== 'ask') throw new Error(`${text}: ${JSON.stringify(ask)}`)
  const today = day(on)
  const found = await usageReader(store.db, { pseudonym }).resolve(ask.filters)
  if ('unresolved' in found) throw new Error(`${text}: ${JSON.stringify(found)}`)
  return {
    ...resolvePeriod(ask.period, today, ask),
    metrics: wanted(ask),
    scope: found.scope,
    ...(ask.by && { by: ask.by }),
    ...(ask.also && { also: ask.also }),
    today,
  }
}

/** Whether a company has all that a question names: groups come and go. */
export function names({ groups = [] }: Company, { filters }: Asked): boolean {
  const asked = filters['group'] ?? []
  return asked.every((wanted) => groups.some(({ name }) => name === wanted))
}
