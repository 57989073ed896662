import type { Connector, Setting } from '#collect.ts'
import { type Environment, given, type ReadText } from '#core/setting/given.ts'

/** A connector with what the environment gives it. */
export type SetUp = {
  readonly connector: Connector
  /** Needed settings that are not given; the connector is on when there are none. */
  readonly missing: readonly string[]
  readonly setting: (name: string) => string | undefined
}

export type ReadSettings = {
  readonly setUps: readonly SetUp[]
  /** One sentence each; secrets are never in them. */
  readonly faults: readonly string[]
  /** The values of all secret settings, for redaction. */
  readonly secrets: readonly string[]
}

/** Reads what each connector needs, from the environment or the files it names. */
export function readSettings(
  connectors: readonly Connector[],
  environment: Environment,
  readText: ReadText,
): ReadSettings {
  const faults = new Set<string>()
  const secrets = new Set<string>()
  const setUps = connectors.map((connector): SetUp => {
    const values = new Map<string, string>()
    for (const setting of connector.settings) {
      const value = given(setting.name, environment, readText)
      if (value === undefined) continue
      if (typeof value !== 'string') {
        for (const fault of value) faults.add(fault)
        continue
      }
      if (setting.secret) secrets.add(value)
      const fault = faultOf(setting, value)
      if (fault === undefined) values.set(setting.name, value)
      else faults.add(fault)
    }
    const missing = connector.settings.filter(({ name, needed }) => needed && !values.has(name))
    return {
      connector,
      missing: missing.map(({ name }) => name),
      setting: (name) => values.get(name),
    }
  })
  return { setUps, faults: [...faults], secrets: [...secrets] }
}

function faultOf({ name, secret, form }: Setting, value: string): string | undefined {
  if (form === undefined) return undefined
  if (fits(form.pattern, value) && form.fits?.(value) !== false) return undefined
  return `${name}${secret ? '' : ` '${value}'`} is not usable. ${form.says}`
}

/** A pattern with the flag g or y would remember where it stood. */
function fits(pattern: RegExp, value: string): boolean {
  return new RegExp(pattern.source, pattern.flags.replaceAll(/[gy]/g, '')).test(value)
}
