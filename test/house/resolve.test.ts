import { spawnSync } from 'node:child_process'

import { expect, test } from 'vitest'

/** What was loaded to read the store's code, each with its format, in the order it was asked for. */
function loaded(...argv: readonly string[]): readonly string[] {
  const says = `data:text/javascript,${encodeURIComponent(`
    import { registerHooks } from 'node:module'
    registerHooks({
      load: (url, context, next) => {
        process.stdout.write(context.format + ' ' + url + '\\n')
        return next(url, context)
      },
    })`)}`
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    ['--import', says, ...argv, 'src/store/ingest.ts'],
    { encoding: 'utf8', maxBuffer: 1e8 },
  )
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  return stdout.split('\n')
}

test('the short way to Drizzle’s files leads to the files that Node finds', () => {
  const short = loaded('--import', './bin/resolve.mjs')
  const found = loaded()
  expect(
    found.filter((line) => line.includes('/node_modules/drizzle-orm/')).length,
  ).toBeGreaterThan(50)
  expect(short.filter((line) => !line.endsWith('/bin/resolve.mjs'))).toEqual(found)
})
