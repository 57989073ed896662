import type { Platform } from './access.ts'

export const ENTRA = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}'

/**
 * The source of a pattern: `U024BE7LH` or `T123/U456` on Slack; on Teams an Entra object id, alone or
 * after its tenant's.
 */
export const ACCOUNT = `(?:(?:T[A-Z0-9]+/)?[UW][A-Z0-9]{2,}|(?:${ENTRA}/)?${ENTRA})`

const OF_ENTRA = new RegExp(`^(?:${ENTRA}/)?${ENTRA}$`, 'i')

/** Ids of the two look nothing alike. */
export function platformOf(account: string): Platform {
  return OF_ENTRA.test(account) ? 'teams' : 'slack'
}

/** As the platform writes it, however it was typed. */
export function writtenAccount(account: string): string {
  return platformOf(account) === 'teams' ? account.toLowerCase() : account.toUpperCase()
}
