import { createInterface } from 'node:readline'

/** Asks on standard error and reads one line of standard input; undefined at its end. */
export function askLine(question: string): Promise<string | undefined> {
  const lines = createInterface({ input: process.stdin, output: process.stderr })
  return new Promise((settle) => {
    lines.once('close', () => settle(undefined))
    lines.question(question, (line) => {
      settle(line)
      lines.close()
    })
  })
}
