#!/usr/bin/env node
const [major, minor] = process.versions.node.split('.').map(Number)
if (major < 24 || (major === 24 && minor < 12)) {
  console.error(
    `AI Usage needs Node 24.12 or newer; this is Node ${process.versions.node}.\n` +
      'Run it through npm (`npm run -s ai-usage -- help`), which uses the Node 24 from the lock file, or install Node 24.',
  )
  process.exit(1)
}
// What was compiled is kept with the program, not in a folder others may write to: starts take two
// thirds of the time. Threads are told by the environment. Where it can't be kept, nothing is.
const { fileURLToPath } = await import('node:url')
const { enableCompileCache } = await import('node:module')
const kept = fileURLToPath(new URL('../node_modules/.cache/ai-usage', import.meta.url))
process.env.NODE_COMPILE_CACHE ??= kept
enableCompileCache(process.env.NODE_COMPILE_CACHE)
await import('./resolve.mjs')
await import('../src/main.ts')
