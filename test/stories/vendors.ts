import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import type { Database } from '#test/support/store.ts'
import { environmentOf, vendorCompany } from '#test/support/vendors/company.ts'
import type { VendorServer } from '#test/support/vendors/vendor-server.ts'

const NOW = '2026-11-21T12:00:00Z'
const program = fileURLToPath(new URL('../../bin/ai-usage.mjs', import.meta.url))

export type Ran = { readonly code: number | null; readonly out: string; readonly err: string }

/** The program as its installer has it: a process for each command, and vendors that answer. */
export async function installed({
  days,
  only,
  database,
}: {
  readonly days: number
  /** The connectors that are set up; all of them, unless said. */
  readonly only?: readonly string[]
  /** The store; embedded in a folder of its own, unless said. */
  readonly database?: Database | undefined
}) {
  const company = await vendorCompany({ now: Date.parse(NOW), days })
  const { suppliers } = company
  const on = Object.entries(suppliers).filter(([id]) => only?.includes(id) ?? true)
  const folder = await mkdtemp(join(tmpdir(), 'ai-usage-installed-'))
  const start = (argv: readonly string[]) =>
    spawn(process.execPath, [program, ...argv], {
      cwd: folder,
      env: {
        PATH: process.env['PATH'],
        NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'],
        ...environmentOf(Object.fromEntries(on)),
        ...(database ? { DATABASE_URL: database.url } : { AI_USAGE_DATA: join(folder, 'data') }),
        AI_USAGE_NOW: NOW,
        AI_USAGE_KEY: 'a key of at least thirty-two letters',
      },
    })
  return {
    company,
    start,
    /** Runs a command line to its end; `typed` is what is typed when it asks. */
    run: async (argv: readonly string[], typed = ''): Promise<Ran> => {
      const child = start(argv)
      const said = { out: '', err: '' }
      child.stdout.on('data', (text: Buffer) => (said.out += text.toString()))
      child.stderr.on('data', (text: Buffer) => (said.err += text.toString()))
      child.stdin.end(typed)
      const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
      return { code, ...said }
    },
    async [Symbol.asyncDispose]() {
      await company[Symbol.asyncDispose]()
      await rm(folder, { recursive: true, force: true })
      await database?.drop()
    },
  }
}

const unix = (day: string) => Date.parse(`${day}T00:00:00Z`) / 1000

/**
 * What OpenAI's server answers of a day to what the program asked it, page by page: the
 * last question is asked again as it was, once each page.
 */
export async function openAiSaid(
  { requests, origin }: VendorServer,
  { path, day }: { readonly path: string; readonly day: string },
): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const found: Readonly<Record<string, unknown>>[] = []
  const question = (url: URL) => {
    const asked = new URLSearchParams(url.searchParams)
    asked.delete('page')
    return asked.toString()
  }
  const within = ({ searchParams }: URL) =>
    Number(searchParams.get('start_time')) <= unix(day) &&
    unix(day) < Number(searchParams.get('end_time'))
  // Without a grouping it is a question of `connect`, whether the key may ask.
  const asked = requests.filter(
    ({ url }) => url.pathname === path && within(url) && url.searchParams.has('group_by[]'),
  )
  const last = asked.at(-1)
  const pages = new Map(
    asked.flatMap((one) =>
      last && question(one.url) === question(last.url) ? [[one.url.search, one]] : [],
    ),
  )
  for (const { url, headers } of pages.values()) {
    const { authorization = '' } = headers
    const answer = await fetch(`${origin}${path}${url.search}`, { headers: { authorization } })
    const { data } = (await answer.json()) as {
      data: readonly { start_time: number; results: readonly Record<string, unknown>[] }[]
    }
    found.push(...data.flatMap((one) => (one.start_time === unix(day) ? one.results : [])))
  }
  return found
}
