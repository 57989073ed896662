import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { environmentOf, vendorCompany } from '#test/support/vendors/company.ts'

const NOW = '2026-11-21T12:00:00Z'
const program = fileURLToPath(new URL('../../bin/ai-usage.mjs', import.meta.url))

export type Ran = { readonly code: number | null; readonly out: string; readonly err: string }

/** The program as its installer has it: a process for each command, and vendors that answer. */
export async function installed({
  days,
  only,
}: {
  readonly days: number
  /** The connectors that are set up; all of them, unless said. */
  readonly only?: readonly string[]
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
        AI_USAGE_DATA: join(folder, 'data'),
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
    },
  }
}
