import { execFileSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'

import { UserError } from '#core/errors.ts'

type Holder = { readonly pid: number; readonly host: string; readonly started: string }

/**
 * Holds `file` for this process. A holder that is dead, or whose process id was given to another
 * process since, is taken over. Two machines on one network folder are told apart by name only.
 * @throws UserError naming the process that holds it
 */
export function lock(file: string): { release(): void } {
  const mine = JSON.stringify(holder())
  const draft = `${file}.${randomUUID()}`
  writeFileSync(draft, mine, { mode: 0o600 })
  try {
    while (!linked(draft, file)) clearStale(file)
  } finally {
    rmSync(draft, { force: true })
  }
  return {
    release() {
      if (read(file) === mine) rmSync(file, { force: true })
    },
  }
}

function holder(): Holder {
  return { pid: process.pid, host: hostname(), started: startedAt(process.pid) ?? '' }
}

function linked(from: string, to: string): boolean {
  try {
    linkSync(from, to)
    return true
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false
    throw error
  }
}

/** Moves a dead holder's file away; throws when the holder lives. */
function clearStale(file: string): void {
  const text = read(file)
  if (text === undefined) return
  const held = parse(text)
  if (held && isAlive(held)) {
    throw new UserError(
      `The data folder is in use by process ${held.pid}${held.host === hostname() ? '' : ` on ${held.host}`} (${file})`,
      held.host === hostname()
        ? `Stop process ${held.pid}, or give this one another folder with AI_USAGE_DATA.`
        : `Stop it there. If that machine is gone, delete ${file}.`,
    )
  }
  const aside = `${file}.${randomUUID()}`
  try {
    renameSync(file, aside)
  } catch (error) {
    if (isCode(error, 'ENOENT')) return
    throw error
  }
  // Someone faster took the stale file over and this is theirs: give it back.
  if (read(aside) !== text) linked(aside, file)
  rmSync(aside, { force: true })
}

function isAlive(held: Holder): boolean {
  if (held.host !== hostname()) return true
  const started = startedAt(held.pid)
  return started !== undefined && started === held.started
}

/** When a process started, in the system's own words; undefined when there is none. */
function startedAt(pid: number): string | undefined {
  try {
    if (process.platform === 'linux') {
      const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
      // The name, in brackets, may hold spaces; state is the first field after it.
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
      return fields[0] === 'Z' ? undefined : `${boot} ${fields[19]}`
    }
    if (process.platform === 'win32') {
      process.kill(pid, 0)
      return 'alive'
    }
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim()
  } catch {
    return undefined
  }
}

function parse(text: string): Holder | undefined {
  try {
    const { pid, host, started } = JSON.parse(text) as Holder
    return { pid, host, started }
  } catch {
    return undefined
  }
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (isCode(error, 'ENOENT')) return undefined
    throw error
  }
}

const isCode = (error: unknown, code: string) =>
  error instanceof Error && 'code' in error && error.code === code
