import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { readConfig } from '#config.ts'
import { openDemo } from '#main/demo.ts'

/** The demo company of 400 people, whole, in a folder of its own. */
export async function openDemoForBench() {
  const folder = join(mkdtempSync(join(tmpdir(), 'ai-usage-bench-')), 'demo')
  const config = readConfig({ AI_USAGE_NOW: '2026-11-21T12:00:00Z' })
  const demo = await openDemo(
    config,
    { cwd: process.cwd(), tty: false, err: (text) => process.stderr.write(text) },
    { folder },
  )
  return {
    ...demo,
    async [Symbol.asyncDispose]() {
      await demo[Symbol.asyncDispose]()
      rmSync(folder, { recursive: true })
    },
  }
}

/** The value below which a share of the samples lies. */
export function quantile(samples: readonly number[], share: number): number {
  const sorted = samples.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN
}

export const ms = (value: number) => `${value.toFixed(0).padStart(5)} ms`
