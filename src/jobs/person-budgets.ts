import { type Viewer, viewerName } from '#core/access/access.ts'
import { BACK_DAYS } from '#core/alert/back-test.ts'
import { startOf } from '#core/alert/crossing.ts'
import type { BudgetState } from '#core/budget/budget.ts'
import type { BudgetCommand } from '#core/budget/command.ts'
import { budgetsMessage, madeMessage } from '#core/budget/message.ts'
import type { Ask } from '#core/command/command.ts'
import { unresolvedMessage } from '#core/command/misread.ts'
import { redact } from '#core/command/redact.ts'
import type { Target } from '#core/delivery/delivery.ts'
import { UserError } from '#core/errors.ts'
import { mistakeMessage } from '#core/message/trouble.ts'
import { addDays, dayAt } from '#core/time/day.ts'
import type { PersonBudgetBook } from '#ledgers.ts'
import type { AskRequest, AuditRow } from '#ports.ts'

import { absent, type Ended, ended, type Reads } from './outcome.ts'
import { budgetDays } from './rule-days.ts'

/** A mistake in a loop must not become thousands. */
const MOST = 50

type Member = Extract<Viewer, { kind: 'member' }>
type House = Reads & { readonly budgets: PersonBudgetBook }
type Asked = { readonly request: AskRequest; readonly maker: Target; readonly command: string }

/** Budgets of one person's use: those of whoever asks, and nobody else's. */
export async function budgetCommand(
  asked: BudgetCommand,
  request: AskRequest,
  reads: Reads,
): Promise<Ended> {
  const command = redact(asked)
  const { budgets } = reads
  const { viewer } = request
  if (!budgets || viewer.kind !== 'member') return absent(command)
  const house = { ...reads, budgets }
  const by = { request, maker: makerOf(viewer), command }
  try {
    switch (asked.act) {
      case 'list':
        return await list(by, house)
      case 'make':
        return await make(asked, by, house)
      case 'enable':
      case 'disable':
      case 'remove':
        return await set(asked, by, house)
    }
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    const detail = { reason: 'budget' }
    return ended('misread', { command, detail }, mistakeMessage(error, 'budget'))
  }
}

const makerOf = ({ platform, workspace, id }: Member): Target => ({
  platform,
  workspace,
  kind: 'person',
  id,
})

async function list({ maker, command }: Asked, { budgets }: House): Promise<Ended> {
  const own = await budgets.of(maker)
  return ended('answered', { command, detail: { budgets: own.length } }, budgetsMessage(own))
}

async function make(
  { who, spec: typed }: Extract<BudgetCommand, { readonly act: 'make' }>,
  { request, maker, command }: Asked,
  house: House,
): Promise<Ended> {
  const { budgets, clock, usage, workspace } = house
  if ((await budgets.of(maker)).length >= MOST)
    throw new UserError(`You have ${MOST} budgets, and more are too many`, 'Remove one first.')
  const filters = { ...typed.filters, user: [who] }
  const resolved = await usage.resolve(filters)
  if ('unresolved' in resolved) {
    const ask: Ask = { kind: 'ask', filters, period: { kind: 'days', count: 30 } }
    const message = unresolvedMessage(resolved.unresolved, ask)
    return ended('misread', { command, detail: { reason: 'unresolved' } }, message)
  }
  const { ids, labels } = resolved.scope
  const [person, ...others] = ids.user ?? []
  const [alias] = labels.user ?? []
  if (person === undefined || alias === undefined || others.length > 0)
    throw new UserError('That was several people over time', 'Give one’s alias, like p-6kz6ex.')
  const { tool, model } = labels
  const spec = {
    ...typed,
    filters: {
      ...(typed.filters.tool && tool && { tool }),
      ...(typed.filters.model && model && { model }),
    },
  }
  const to = addDays(dayAt(clock.now(), await workspace.zone()), -1)
  const period = { from: addDays(to, 1 - BACK_DAYS), to }
  // A week or a month counts from its first day.
  const days = await budgetDays(
    { alias, spec },
    { from: startOf(period.from, spec.per), to },
    house,
  )
  const id = await budgets.make({ person, spec, maker }, (id) =>
    rowOf({ request, command, at: clock.now() }, id),
  )
  const message = madeMessage({ id, alias, spec }, { days, period })
  return ended('answered', { command, detail: { budget: id } }, message)
}

type Word = Exclude<BudgetCommand['act'], 'list' | 'make'>

const SET: Readonly<
  Record<Word, { readonly state: BudgetState; readonly from: readonly BudgetState[] }>
> = {
  enable: { state: 'on', from: ['off', 'paused', 'on'] },
  disable: { state: 'off', from: ['on', 'paused', 'off'] },
  remove: { state: 'removed', from: ['on', 'off', 'paused'] },
}

async function set(
  { act, id }: Extract<BudgetCommand, { readonly id: number }>,
  by: Asked,
  house: House,
): Promise<Ended> {
  const { budgets, clock } = house
  const { request, maker, command } = by
  const own = (await budgets.of(maker)).some((one) => one.id === id)
  const row = rowOf({ request, command, at: clock.now() }, id)
  if (!own || !(await budgets.set(id, SET[act], row)))
    throw new UserError(`You have no budget ${id}`, 'See which you have: budget')
  return list(by, house)
}

/** Of whom it is, nothing: the trail is forwarded and read by others. */
const rowOf = (
  {
    request,
    command,
    at,
  }: { readonly request: AskRequest; readonly command: string; readonly at: number },
  id: number,
): AuditRow => ({
  at,
  viewer: viewerName(request.viewer),
  place: request.place,
  action: 'alert',
  command,
  outcome: 'done',
  detail: { budget: id },
})
