/**
 * Every vendor's API on this machine, with thirty days of a company of three people, to try connectors
 * without a key of any. Prints the environment to run the program with:
 *
 *   node bench/vendors.ts > /tmp/vendors.env &
 *   set -a; . /tmp/vendors.env; set +a
 *   npm run -s ai-usage -- sync
 *
 * Ends with Ctrl+C. Leave AI_USAGE_DATA as printed: a folder of its own, thrown away at the end.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { environmentOf, vendorCompany } from '#test/support/vendors/company.ts'

const folder = mkdtempSync(join(tmpdir(), 'ai-usage-vendors-'))
await using company = await vendorCompany({ now: Date.now() })
const environment = { ...environmentOf(company.suppliers), AI_USAGE_DATA: folder }
for (const [name, value] of Object.entries(environment)) console.log(`${name}='${value}'`)
await new Promise<void>((resolve) => {
  process.once('SIGINT', resolve)
  process.once('SIGTERM', resolve)
})
rmSync(folder, { recursive: true, force: true })
