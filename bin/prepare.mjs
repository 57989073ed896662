// Run by npm after an install: what every first start would make anew is made once. Without it, or
// where it fails, the first start takes some seconds more.
import { enableCompileCache, flushCompileCache } from 'node:module'
import { fileURLToPath } from 'node:url'

const [major, minor] = process.versions.node.split('.').map(Number)
if (major > 24 || (major === 24 && minor >= 12)) {
  enableCompileCache(fileURLToPath(new URL('../node_modules/.cache/ai-usage', import.meta.url)))
  try {
    const { makeTemplate } = await import('../src/store/make-template.ts')
    const { templateFile } = await import('../src/store/template-file.ts')
    await makeTemplate(templateFile())
    await import('../src/main/demo.ts')
    await import('../src/main/start.ts')
    flushCompileCache()
  } catch (error) {
    console.error('The first start will be slower.', error)
  }
}
