/** Where the tokens of activities come from, and where answers may go. */
export type Cloud = {
  readonly issuer: string
  /** The JWKS its tokens are signed with; ends with /keys. */
  readonly keysUrl: string
  /** Where our own tokens come from. */
  readonly login: string
  /** Origins a bot token may be sent to. */
  readonly services: readonly string[]
}

/** https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication */
export const PUBLIC_CLOUD: Cloud = {
  issuer: 'https://api.botframework.com',
  keysUrl: 'https://login.botframework.com/v1/.well-known/keys',
  login: 'https://login.microsoftonline.com',
  services: ['https://smba.trafficmanager.net', 'https://smba.infra.gcc.teams.microsoft.com'],
}
