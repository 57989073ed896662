import { statSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'

import { expect, test } from 'vitest'

import { callControl, serveControl } from '#cli/control.ts'
import type { Io } from '#cli/doors.ts'
import { folder } from '#test/connectors/files.ts'

import { terminal } from './house.ts'

async function echo(argv: readonly string[], io: Io): Promise<number> {
  io.err('working\n')
  await Promise.resolve()
  io.out(`${argv.join(' ')} in ${io.cwd}${io.tty ? ' on a terminal' : ''}\n`)
  return 2
}

/** A folder whose store is owned by a bot that echoes. */
async function botRunning() {
  const here = await folder()
  const bot = await serveControl(here.path, echo)
  return {
    path: here.path,
    async [Symbol.asyncDispose]() {
      await bot[Symbol.asyncDispose]()
      await here[Symbol.asyncDispose]()
    },
  }
}

test('a running bot runs the command and gives back what it said and how it ended', async () => {
  await using here = await botRunning()
  const { io, said } = terminal({ cwd: '/somewhere', tty: true })
  expect(await callControl(here.path, ['import', 'usage', 'é.csv'], io)).toBe(2)
  expect(said).toEqual({
    out: 'import usage é.csv in /somewhere on a terminal\n',
    err: 'working\n',
  })
})

test('several commands are run at once, each with its own output', async () => {
  await using here = await botRunning()
  const asked = Array.from({ length: 10 }, async (_, n) => {
    const { io, said } = terminal({ cwd: '/' })
    await callControl(here.path, [String(n)], io)
    return said.out
  })
  expect(await Promise.all(asked)).toEqual(Array.from({ length: 10 }, (_, n) => `${n} in /\n`))
})

test('a question of the bot is answered by whoever sits at the command line', async () => {
  await using here = await folder()
  await using bot = await serveControl(here.path, async (_argv, io) => {
    io.out(
      `${(await io.ask?.('Sure? ')) ?? 'nobody'}, ${(await io.ask?.('Really? ')) ?? 'nobody'}\n`,
    )
    return 0
  })
  expect(bot).toBeDefined()
  const asked: string[] = []
  const said = ['yes']
  const ask = (question: string) => {
    asked.push(question)
    return Promise.resolve(said.shift())
  }
  const sitting = terminal({ ask })
  expect(await callControl(here.path, ['consent', 'acme/prompts'], sitting.io)).toBe(0)
  expect([asked, sitting.said.out]).toEqual([['Sure? ', 'Really? '], 'yes, nobody\n'])
  const alone = terminal()
  await callControl(here.path, ['consent', 'acme/prompts'], alone.io)
  expect(alone.said.out).toBe('nobody, nobody\n')
})

test('only its own user may open the socket', async () => {
  await using here = await botRunning()
  expect(statSync(join(here.path, 'control.sock')).mode % 0o1000).toBe(0o600)
})

test('where no bot runs, the command is not forwarded: no socket, a stale one, one no longer served', async () => {
  await using here = await folder()
  const { io } = terminal()
  expect(await callControl(here.path, ['ask'], io)).toBeUndefined()
  writeFileSync(join(here.path, 'control.sock'), '')
  expect(await callControl(here.path, ['ask'], io)).toBeUndefined()
  const bot = await serveControl(here.path, echo)
  expect(await callControl(here.path, ['ask'], io)).toBe(2)
  await bot[Symbol.asyncDispose]()
  expect(await callControl(here.path, ['ask'], io)).toBeUndefined()
})

test('a second bot on the same folder is refused', async () => {
  await using here = await botRunning()
  await expect(serveControl(here.path, echo)).rejects.toThrow('A bot is already running')
})

test('a bot that stops within a command says so to whoever asked', async () => {
  await using here = await folder()
  const asked = Promise.withResolvers<void>()
  const bot = await serveControl(here.path, () => {
    asked.resolve()
    return new Promise(() => undefined)
  })
  const answer = callControl(here.path, ['ask'], terminal().io)
  await asked.promise
  const refused = answer.catch((error: unknown) => String(error))
  await bot[Symbol.asyncDispose]()
  expect(await refused).toContain('stopped before the command was done')
})

test('someone who hangs up, or talks nonsense, does not disturb the next', async () => {
  await using here = await botRunning()
  const nonsense = connect(join(here.path, 'control.sock'))
  const closed = new Promise((done) => nonsense.once('close', done))
  nonsense.on('error', () => undefined).write('GET / HTTP/1.1\r\n\r\n')
  await closed
  connect(join(here.path, 'control.sock')).destroy()
  expect(await callControl(here.path, ['ask'], terminal({ cwd: '/' }).io)).toBe(2)
})
