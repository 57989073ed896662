import { describe, expect, test } from 'vitest'

import type { Alert, Entry } from '#core/alert/alert.ts'
import { alertMessage } from '#core/alert/message.ts'
import { deliveriesOf } from '#core/alert/notice.ts'
import type { Button } from '#core/message/message.ts'
import { plainText } from '#core/message/plain-text.ts'
import { renderSlack } from '#slack/render.ts'
import { renderTeams } from '#teams/render.ts'

import { desk, finding, HOUR, MINUTE, NOW } from './house.ts'

const entry = (arrival: number, more: Partial<Entry> = {}): Entry => ({
  arrival,
  source: 'vendor-log',
  reference: `entry-${arrival}`,
  publishedAt: NOW - 20 * MINUTE,
  ...more,
})
const PAGE = 'https://vendor.example/log'
const logPages = new Map([['vendor-log', PAGE]])

function raised(...given: readonly Parameters<typeof finding>[0][]): Alert {
  const house = desk()
  house.turn(given.map(finding), NOW)
  return house.kept[0]!
}
const early = { at: NOW - HOUR, entry: entry(2) }
const late = { at: NOW - 30 * MINUTE, entry: entry(1) }

const said = (alert: Alert) => plainText(alertMessage(alert, { zone: 'UTC', logPages }))
const opens = (alert: Alert) =>
  alertMessage(alert, { zone: 'UTC', logPages })
    .parts.flatMap((part): readonly Button[] => (part.kind === 'buttons' ? part.buttons : []))
    .flatMap(({ act }) => (act.kind === 'open' ? [act.url] : []))

describe('an alert says', () => {
  test('when it happened, when its vendor published it, when it was found, and where to look it up', () => {
    const alert = raised(early)
    expect(said(alert)).toMatch(
      /Happened +2026-11-20 11:00\n +Published by its vendor +2026-11-20 11:40\n +Found here +2026-11-20 12:00/,
    )
    expect(said(alert)).toContain('In the vendor’s log: entry-2.')
    expect(said(alert)).not.toContain('does not say')
    expect(opens(alert)).toEqual([PAGE])
  })

  test('of several events which is the newest, however they came in', () => {
    for (const order of [
      [early, late],
      [late, early],
    ]) {
      const alert = raised(...order)
      expect(said(alert)).toContain('In the vendor’s log: entry-1, the newest of them.')
      expect(said(alert)).toMatch(/Published by its vendor .* the newest of them/)
    }
    const house = desk()
    house.turn([finding(late)], NOW)
    house.turn([finding(early)], NOW + MINUTE)
    expect(house.kept[0]?.newest?.reference).toBe('entry-1')
    house.turn([finding({ at: NOW, entry: entry(9) })], NOW + 2 * MINUTE)
    expect(house.kept[0]?.newest?.reference).toBe('entry-9')
  })

  test('that its vendor does not say when it published it', () => {
    const alert = raised({ ...late, entry: entry(1, { publishedAt: null }) })
    expect(said(alert)).toContain('Its vendor does not say when it published it.')
    expect(said(alert)).not.toContain('Published')
  })

  test('nothing of a log where no entry is known, its vendor has no id of it or no page', () => {
    const numbered = raised({ ...late, entry: entry(1, { reference: null, source: 'other-log' }) })
    expect(said(numbered)).not.toContain('In the vendor')
    expect(opens(numbered)).toEqual([])
    expect(said(raised({ at: NOW }))).not.toMatch(/vendor’s log|does not say|Published/)
  })

  test('none of it in the text of a notification', () => {
    const { summary } = alertMessage(raised(late), { zone: 'UTC', logPages })
    expect(summary).toBe('Warning: role changed in chatgpt.')
  })
})

test('Slack and Teams show the vendor’s id as it is, and open its page', () => {
  const targets = [{ platform: 'slack', workspace: '', kind: 'channel', id: 'C1' } as const]
  const notice = { reason: 'new', how: 'post' } as const
  const [sent] = deliveriesOf(raised(late), notice, { targets, zone: 'UTC', now: NOW, logPages })
  const message = sent!.message
  const slack = renderSlack(message, { picture: { kind: 'none' }, tables: 'block', dm: false })
  expect(JSON.stringify(slack)).toContain('In the vendor’s log: `entry-1`.')
  expect(slack.flatMap((block) => (block.type === 'actions' ? block.elements : []))).toContainEqual(
    expect.objectContaining({ type: 'button', url: PAGE }),
  )
  const teams = JSON.stringify(renderTeams(message, { personal: false }))
  expect(teams).toContain('{"type":"TextRun","text":"entry-1","fontType":"Monospace"')
  expect(teams).toContain(
    JSON.stringify({ type: 'Action.OpenUrl', title: 'Open its log', url: PAGE }),
  )
})
