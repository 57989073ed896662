import { echo } from '#core/command/echo.ts'

/** Someone of an audit row or a ledger (`slack:T1/U1`) in a message, as each platform finds its own people to name them. */
export function account(viewer: string): string {
  const [, platform, rest = ''] = /^(slack|teams):(.+)$/u.exec(viewer) ?? []
  // An object id of Entra is the same in every tenant; with the tenant's it would be too long to be echoed.
  return echo(platform === 'teams' ? (rest.split('/').at(-1) ?? rest) : rest === '' ? viewer : rest)
}
