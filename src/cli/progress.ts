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

export type Progress = {
  show(progress: ImportProgress): void
  /** Takes an unfinished line away. */
  end(): void
}

/** One line that is rewritten on a terminal; elsewhere a line for each quarter of the work. */
export function progress(io: Io, quiet: boolean): Progress {
  let drawn = 0
  let open = false
  let last = ''
  return {
    show(now) {
      if (quiet) return
      if (io.tty) {
        if (now.done < now.of && performance.now() - drawn < REDRAW_MS) return
        drawn = performance.now()
        open = true
        io.err(`${CLEAR}${line(now)}`)
        return
      }
      const step = `${now.phase} ${now.of === 0 ? 0 : Math.floor((STEPS * now.done) / now.of)}`
      if (step === last || step === 'reading 0') return
      last = step
      io.err(`${line(now)}\n`)
    },
    end() {
      if (open) io.err(CLEAR)
      open = false
    },
  }
}
