/** Where people have their accounts. */
export type Platform = 'slack' | 'teams'

/** What can be given to someone. `person`: exact numbers and people one by one, for admins only. */
export const GRANTS = ['admin', 'person', 'security', 'analyst', 'lead'] as const
export type Grant = (typeof GRANTS)[number]

/** Who asks, as the platform verified them. */
export type Viewer =
  | { readonly kind: 'operator' }
  | {
      readonly kind: 'member'
      readonly platform: Platform
      readonly workspace: string
      readonly id: string
      /** What the platform says of the account, and whether it belongs to the workspace we serve. */
      readonly standing: 'member' | 'guest' | 'deactivated' | 'bot' | 'foreign' | 'unknown'
      readonly admin: boolean
      /** An admin who may see exact numbers, and people one by one. */
      readonly person?: boolean
      readonly roles?: readonly ('security' | 'analyst')[]
      /** Paths of the units they lead. */
      readonly leads?: readonly string[]
      /** Their own pseudonym, hex, where the platform gives their address. */
      readonly self?: string
    }

/** Where they ask: an answer nobody else sees, or a place others read. */
export type Place =
  | { readonly kind: 'terminal' }
  | { readonly kind: PlaceKind; readonly channel: string }

/** `shared-channel`: people of other companies read it. */
export const CHAT_PLACES = [
  'dm',
  'private-reply',
  'public-channel',
  'private-channel',
  'shared-channel',
] as const
type PlaceKind = (typeof CHAT_PLACES)[number]

/** What of the numbers someone gets; `none` where there are none to get. */
export type View = 'exact' | 'published' | 'self' | 'none'

/** Why someone is not answered: for the audit row and tests. */
export type Reason =
  | 'guest'
  | 'deactivated'
  | 'bot'
  | 'foreign'
  | 'unknown'
  | 'not-admin'
  | 'not-person'
  | 'not-security'
  | 'not-analyst'
  | 'people'
  | 'company-only'
  | 'own-units'
  | 'exact-only'
  | 'not-alone'
  | 'outsiders'
  | 'no-account'
  | 'machine-only'
  | 'unpublished'
  | 'unmatched'
  | 'not-promised'
  | 'reveal-promised'
  | 'nobody-kept'

export type Refused = {
  readonly allowed: false
  readonly reason: Reason
  /** What the person reads, and what they can do next. */
  readonly says: string
  readonly mayAskForAccess: boolean
}

export type Decision =
  | {
      readonly allowed: true
      readonly view: View
      /** Set where only these units, and what is below them, may be asked about. */
      readonly within?: readonly string[]
    }
  | Refused

type NamedViewer =
  | { readonly kind: 'operator' }
  | Pick<Extract<Viewer, { kind: 'member' }>, 'kind' | 'platform' | 'workspace' | 'id'>

/** `slack:T123/U456`, or `operator`: how a viewer is written in audit and access rows. */
export function viewerName(viewer: NamedViewer): string {
  return viewer.kind === 'operator'
    ? 'operator'
    : `${viewer.platform}:${viewer.workspace}/${viewer.id}`
}
