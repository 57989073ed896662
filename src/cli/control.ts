import { chmodSync, existsSync, mkdirSync, rmSync } from 'node:fs'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { join, relative } from 'node:path'
import { createInterface } from 'node:readline'

import { UserError } from '#core/errors.ts'

import type { Io } from './doors.ts'

/**
 * One process owns the embedded store. Where that is a running bot, commands are sent to it over a
 * socket only its user may open, and their output comes back, one JSON object per line.
 */
type Request = { readonly argv: readonly string[]; readonly cwd: string; readonly tty: boolean }
/** What was typed in answer to a question; null when there is no more to read. */
type Answer = { readonly answer: string | null }
type Frame =
  | { readonly kind: 'out' | 'err' | 'ask'; readonly text: string }
  | { readonly kind: 'exit'; readonly code: number }

export type Control = AsyncDisposable

/** `sun_path` of Linux holds 107 bytes, of macOS 103. */
const LONGEST = 103
const MOST_REQUEST = 1 << 20

/** The socket's path, as short as it can be written from here. */
function socketOf(dataFolder: string): string {
  if (process.platform === 'win32')
    return `\\\\.\\pipe\\ai-usage-${Buffer.from(dataFolder).toString('base64url')}`
  const path = join(dataFolder, 'control.sock')
  const short = relative(process.cwd(), path)
  return short.length < path.length ? short : path
}

function opened(path: string): Promise<Socket | undefined> {
  return new Promise((settle) => {
    if (Buffer.byteLength(path) > LONGEST) {
      settle(undefined)
      return
    }
    const socket = connect(path)
    socket.once('connect', () => settle(socket))
    // No socket, or one whose process died: nobody is there.
    socket.once('error', () => settle(undefined))
  })
}

const send = (socket: Socket, message: Request | Frame | Answer) =>
  socket.write(`${JSON.stringify(message)}\n`)

async function* messages<Message>(socket: Socket): AsyncGenerator<Message> {
  for await (const line of createInterface({ input: socket })) yield JSON.parse(line) as Message
}

/**
 * Runs a command in the process that owns the data folder; undefined when none answers.
 * @throws UserError when that process ends before the command does
 */
export async function callControl(
  dataFolder: string,
  argv: readonly string[],
  io: Io,
): Promise<number | undefined> {
  const socket = await opened(socketOf(dataFolder))
  if (!socket) return undefined
  try {
    send(socket, { argv, cwd: io.cwd, tty: io.tty })
    for await (const frame of messages<Frame>(socket)) {
      if (frame.kind === 'exit') return frame.code
      if (frame.kind === 'ask') send(socket, { answer: (await io.ask?.(frame.text)) ?? null })
      else if (frame.kind === 'out') io.out(frame.text)
      else io.err(frame.text)
    }
  } catch {
    // A broken connection is told below, like one that was closed.
  } finally {
    socket.destroy()
  }
  throw new UserError(
    'The running bot stopped before the command was done',
    'Look at its log, start it again, and repeat the command.',
  )
}

type RunCommand = (argv: readonly string[], io: Io) => Promise<number>

async function serve(socket: Socket, run: RunCommand): Promise<void> {
  // Whoever asked may be gone: what is left to say is dropped, the command runs to its end.
  socket.on('error', () => socket.destroy())
  let size = 0
  socket.on('data', (chunk) => {
    size += chunk.length
    if (size > MOST_REQUEST) socket.destroy()
  })
  const incoming = messages<Request | Answer>(socket)
  const { value: request } = await incoming.next()
  if (request === undefined || !('argv' in request)) return
  const say = (kind: 'out' | 'err' | 'ask') => (text: string) => {
    if (text !== '' && socket.writable) send(socket, { kind, text })
  }
  const ask = async (question: string) => {
    say('ask')(question)
    const { value: said } = await incoming.next()
    return said !== undefined && 'answer' in said ? (said.answer ?? undefined) : undefined
  }
  const { argv, cwd, tty } = request
  const code = await run(argv, { cwd, tty, out: say('out'), err: say('err'), ask })
  if (socket.writable) send(socket, { kind: 'exit', code })
  socket.end()
}

function listening(server: Server, path: string): Promise<void> {
  return new Promise((settle, fail) => {
    server.once('error', fail)
    // Nobody else may open it, not even between its making and the chmod.
    const mask = process.umask(0o177)
    server.listen(path, () => settle())
    process.umask(mask)
  })
}

/**
 * Takes commands for the process that owns `dataFolder`, until disposed.
 * @throws UserError when another process already does, or the folder's path is too long for a socket
 */
export async function serveControl(dataFolder: string, run: RunCommand): Promise<Control> {
  const path = socketOf(dataFolder)
  const isFile = process.platform !== 'win32'
  if (isFile) {
    if (Buffer.byteLength(path) > LONGEST)
      throw new UserError(
        `The path of AI_USAGE_DATA is too long for a socket (${dataFolder})`,
        'Name a folder with a shorter path.',
      )
    mkdirSync(dataFolder, { recursive: true, mode: 0o700 })
  }
  const other = await opened(path)
  if (other) {
    other.destroy()
    throw new UserError(
      `A bot is already running on ${dataFolder}`,
      'Stop it first, or name another folder in AI_USAGE_DATA.',
    )
  }
  if (isFile && existsSync(path)) rmSync(path)
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
    // A request that is no JSON is nobody we serve.
    serve(socket, run).catch(() => socket.destroy())
  })
  await listening(server, path)
  if (isFile) chmodSync(path, 0o600)
  return {
    async [Symbol.asyncDispose]() {
      const closed = new Promise<void>((done) => server.close(() => done()))
      for (const socket of sockets) socket.destroy()
      await closed
    },
  }
}
