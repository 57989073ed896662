import type { AuditRow } from '#ports.ts'

export const NOW = Date.parse('2026-11-23T08:00:00Z')
export const TARGET = { platform: 'slack', workspace: 'T1', kind: 'channel', id: 'C1' } as const

/** A process that takes deliveries from the outbox, so long after. */
export const hand = (by: string, after = 0) => ({
  by,
  now: NOW + after,
  platforms: ['slack'] as const,
})

/** The trail's row of who subscribed. */
export const row = (): AuditRow => ({
  at: NOW,
  viewer: 'slack:T1/U1',
  place: 'terminal',
  action: 'subscribe',
  command: 'subscribe 30d weekly',
  outcome: 'done',
  detail: {},
})

/** Two questions, each to a channel of its own. */
export const WEEKLY = {
  platform: 'slack',
  workspace: 'T1',
  owner: 'U1',
  cadence: 'weekly monday 09:00 Europe/Berlin',
  nextAt: NOW,
  notable: false,
  targets: [
    { no: 1, what: 'team:eng 30d', kind: 'channel', id: 'C1', name: '#eng' },
    { no: 2, what: 'team:sales 30d', kind: 'channel', id: 'C2', name: '#sales' },
  ],
} as const

/** This week's turn of each place of a subscription, and when the next is. */
export const turns =
  (nextAt: number) =>
  ({ id, targets }: { id: number; targets: readonly { no: number }[] }) => ({
    nextAt,
    turns: targets.map(({ no }) => ({
      key: `digest:${id}:${no}:week-2026-11-23`,
      turn: { subscription: id, no, slot: NOW, missed: 0 },
      target: { ...TARGET, id: `C${no}` },
    })),
  })
