#!/usr/bin/env node
const [major, minor] = process.versions.node.split('.').map(Number)
if (major < 24 || (major === 24 && minor < 12)) {
  console.error(
    `AI Usage needs Node 24.12 or newer; this is Node ${process.versions.node}.\n` +
      'Run it through npm (`npm run -s ai-usage -- help`), which uses the Node 24 from the lock file, or install Node 24.',
  )
  process.exit(1)
}
await import('../src/main.ts')
