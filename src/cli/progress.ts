import type { SyncProgress } from '#core/collect/outcome.ts'
import type { ImportProgress } from '#core/import/outcome.ts'

import type { Io } from './doors.ts'

const REDRAW_MS = 100
const CLEAR = '\r\u001b[2K'
const STEPS = 4

const number = new Intl.NumberFormat('en-US')

function line({ phase, rows, done, of }: ImportProgress): string {
  const share = of === 0 ? '' : ` ${Math.floor((100 * done) / of)} %`
  return phase === 'reading'
    ? `Reading${share}, ${number.format(rows)} rows`
    : `Counting again${share}, ${number.format(done)} of ${number.format(of)} days`
}

export type Progress<Now> = {
  show(progress: Now): void
  /** Takes an unfinished line away. */
  end(): void
}

export function progress(io: Io, quiet: boolean): Progress<ImportProgress> {
  return lineOf(io, quiet, (now) => ({ what: now.phase, text: line(now), ...now }))
}

/** Streams of several connectors are pulled at once; the line shows the one that moved last. */
export function syncProgress(io: Io, quiet: boolean): Progress<SyncProgress> {
  return lineOf(io, quiet, (now) => {
    const { connector, stream, rows, done, of } = now
    const what = `${connector}/${stream}`
    const share = of > 1 ? ` ${Math.floor((100 * done) / of)} %` : ''
    return { what, text: `Pulling ${what}${share}, ${number.format(rows)} rows`, done, of }
  })
}

type Line = {
  readonly what: string
  readonly text: string
  readonly done: number
  readonly of: number
}

/** One line that is rewritten on a terminal; elsewhere a line for each quarter of the work. */
function lineOf<Now>(io: Io, quiet: boolean, written: (now: Now) => Line): Progress<Now> {
  let drawn = 0
  let open = false
  const steps = new Map<string, number>()
  return {
    show(progress) {
      if (quiet) return
      const now = written(progress)
      if (io.tty) {
        if (now.done < now.of && performance.now() - drawn < REDRAW_MS) return
        drawn = performance.now()
        open = true
        io.err(`${CLEAR}${now.text}`)
        return
      }
      const step = now.of === 0 ? 0 : Math.floor((STEPS * now.done) / now.of)
      if (step === (steps.get(now.what) ?? 0)) return
      steps.set(now.what, step)
      io.err(`${now.text}\n`)
    },
    end() {
      if (open) io.err(CLEAR)
      open = false
    },
  }
}
