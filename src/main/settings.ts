import { type Config, readConfig, readFile, SECRETS, secretsOf } from '#config.ts'
import { CONNECTORS } from '#connectors/registry.ts'
import { readSettings, type SetUp } from '#connectors/settings.ts'
import { given } from '#core/setting/given.ts'
import { redactSecrets } from '#core/setting/redact-secrets.ts'

export type Settings = {
  readonly config: Config
  readonly setUps: readonly SetUp[]
  /** Takes every secret of the settings out of a text. */
  readonly redact: (text: string) => string
}

/** Reads all there is to set. @throws UserError naming everything that is wrong */
export function settingsOf(
  environment: Readonly<Record<string, string | undefined>>,
  connectors = CONNECTORS,
): Settings {
  const { setUps, faults, secrets } = readSettings(connectors, environment, readFile)
  const config = readConfig(environment, { connectors: faults })
  return { config, setUps, redact: redactSecrets([...secrets, ...secretsOf(config)]) }
}

/** The same, also for settings that are wrong: what is said about them must not repeat them. */
export function redactionFor(
  environment: Readonly<Record<string, string | undefined>>,
): (text: string) => string {
  const own = [...SECRETS].map((name) => given(name, environment, readFile))
  const { secrets } = readSettings(CONNECTORS, environment, readFile)
  return redactSecrets([...secrets, ...own.filter((value) => typeof value === 'string')])
}
