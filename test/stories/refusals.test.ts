import { expect, test } from 'vitest'

import { everything } from '#test/cli/house.ts'

import { directoryCsv, newHouse, type StoryHouse } from './house.ts'

const HEADER = 'time,person,tool,model,input_tokens'
const line = (person: string, time = '2026-11-05T09:00:00Z') =>
  `${time},${person},chatgpt,gpt-4o,10`
const csv = (...lines: readonly string[]) => `${[HEADER, ...lines].join('\n')}\n`
const member = (person: string, team: string) => ({ person, team, from: '', to: '', aliases: '' })

async function imported(house: StoryHouse, kind: string, content: string, ...flags: string[]) {
  const path = await house.here.file(`${kind}.csv`, content)
  return house.run('import', kind, path, '--quiet', ...flags)
}

async function headcount(house: StoryHouse): Promise<unknown> {
  return JSON.parse((await house.run('ask', '7d', '--json')).out).headcount
}

test('a refused row of a directory takes nobody out of it, unless the operator says so', async () => {
  await using house = await newHouse()
  const people = [member('a@x.example', 'Sales'), member('b@x.example', 'Sales')]
  await imported(house, 'usage', csv(line('a@x.example'), line('b@x.example')))
  await imported(house, 'directory', directoryCsv(people))
  expect(await headcount(house)).toBe(2)

  const broken = directoryCsv([member('a@x.example', 'Sales'), member('b@x.example', '')])
  const refused = await imported(house, 'directory', broken)
  expect(refused.code).toBe(2)
  expect(refused.err).toContain('Nobody leaves the directory for that.')
  expect(refused.out).toContain('0 left')
  expect(await headcount(house)).toBe(2)

  expect((await imported(house, 'directory', broken, '--yes')).out).toContain('1 left')
  expect(await headcount(house)).toBe(1)
})

test('another time zone than the days are counted in is refused, not ignored', async () => {
  await using house = await newHouse('Europe/Berlin')
  await imported(house, 'usage', csv(line('a@x.example', '2026-10-24T22:30:00Z')))
  const said = await house.run('ask', '2026-10-25', '--json')
  expect(JSON.parse(said.out)).toMatchObject({
    period: { timeZone: 'Europe/Berlin' },
    measurements: expect.arrayContaining([expect.objectContaining({ metric: 'messages', now: 1 })]),
  })
  const elsewhere = house.inZone('America/New_York')
  expect(await elsewhere('import', 'usage', `${house.here.path}/usage.csv`)).toEqual({
    code: 2,
    out: '',
    err: 'The days of this store are counted in Europe/Berlin, not America/New_York\nSet AI_USAGE_TIME_ZONE=Europe/Berlin, or import into a new store.\n',
  })
  await imported(house, 'directory', directoryCsv([member('a@x.example', 'Sales')]))
  await house.run('imports', 'undo', '1')
  expect((await elsewhere('import', 'usage', `${house.here.path}/usage.csv`)).code).toBe(0)
})

const PLANTED = ['mallory.secret@victim.example', 'please summarise the merger with Initech']

test('no identifier and no text reaches the store, the log or the screen', async () => {
  await using house = await newHouse()
  const [address = '', prompt = ''] = PLANTED
  const said = [
    await imported(house, 'usage', csv(line(address), line(address, 'not a time'))),
    await imported(house, 'usage', `${HEADER},prompt\n${line(address)},${prompt}\n`),
    await imported(house, 'usage', csv(line(address, prompt), `${address},${address},?!,x,y`)),
    await imported(house, 'usage', csv(`2026-11-05T09:00:00Z,x,chatgpt,"${prompt}@x","${prompt}"`)),
    await imported(
      house,
      'directory',
      directoryCsv([{ ...member(address, 'Sales'), aliases: address }]),
    ),
    await imported(house, 'directory', directoryCsv([member(address, 'A'), member(address, 'B')])),
    await imported(house, 'seats', `tool,person\nchatgpt,${address}\n?!,${address}\n`),
    await house.run('import', 'usage', await house.here.file(`${address}.csv`, csv(line('c')))),
    await house.run('ask', `user:${address} 7d`),
    await house.run('ask', `user:${address} 7d`, '--json'),
    await house.run('ask', `by:user ${address}`),
    await house.run('ask', `team:${address}`),
  ]
  const stored = await everything(house.store)
  for (const planted of [address, 'mallory', 'Initech']) {
    expect(stored).not.toContain(planted)
    expect(JSON.stringify(house.logged)).not.toContain(planted)
  }
  const screens = said.slice(0, 8).map(({ out, err }) => out + err)
  for (const screen of screens) expect(screen).not.toMatch(/mallory|\n\s+at /)
  expect(said.map(({ code }) => code)).toEqual([2, 2, 2, 2, 0, 2, 2, 0, 0, 0, 2, 2])
})

const BAD: readonly (readonly [string, string, RegExp])[] = [
  ['an unknown team', 'team:nobody 7d', /nobody/],
  ['a period that has not begun', '2027-01-01..2027-02-01', /has not begun/],
  ['an inverted range', '2026-11-05..2026-11-01', /Type|2026-11-01\.\.2026-11-05/],
  ['ten thousand letters', 'x'.repeat(10_000), /2,000/],
  ['emoji', 'team:🦄🦄 7d', /🦄🦄/],
  ['text from right to left', 'team:"مبيعات" 7d', /مبيعات/],
  ['SQL', `team:"x'; drop table usage_event; --" 7d`, /drop table/],
  ['a NUL byte', 'team:"a\u0000b" 7d', /a.?b/],
  ['half a surrogate', 'team:"\uD83E" 7d', /team/],
]

test.each(BAD)('%s is told as what it is, with the next thing to type', async (_, text, says) => {
  await using house = await newHouse()
  await imported(house, 'usage', csv(line('a@x.example')))
  await imported(house, 'directory', directoryCsv([member('a@x.example', 'Sales')]))
  const { code, out, err } = await house.run('ask', text, '--json')
  expect({ code, out }).toEqual({ code: 2, out: '' })
  expect(err).toMatch(says)
  expect(err).not.toMatch(/\n\s+at |Failed query|went wrong/)
  expect(err.split('\n').length).toBeGreaterThan(1)
  expect(house.logged).toEqual([])
  expect((await house.run('ask', '7d', '--json')).code).toBe(0)
})
