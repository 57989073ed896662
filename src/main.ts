import { runCli } from '#cli/run-cli.ts'
import { askLine } from '#main/ask-line.ts'
import { doors } from '#main/doors.ts'
import { redactionFor } from '#main/settings.ts'
import { VERSION } from '#main/version.ts'

/** The names of settings are known before they are read, so that no fault can repeat a secret. */
const redact = redactionFor(process.env)

process.exitCode = await runCli(
  process.argv.slice(2),
  {
    cwd: process.cwd(),
    tty: process.stderr.isTTY,
    out: (text) => process.stdout.write(text),
    err: (text) => process.stderr.write(redact(text)),
    ask: askLine,
  },
  doors(VERSION),
)
