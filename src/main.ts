import { runCli } from '#cli/run-cli.ts'
import { doors } from '#main/doors.ts'

import packageFile from '../package.json' with { type: 'json' }

process.exitCode = await runCli(
  process.argv.slice(2),
  {
    cwd: process.cwd(),
    tty: process.stderr.isTTY,
    out: (text) => process.stdout.write(text),
    err: (text) => process.stderr.write(text),
  },
  doors(packageFile.version),
)
