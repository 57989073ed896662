/** Where people have their accounts. */
export type Platform = 'slack' | 'teams'

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
    }

/** Where they ask: an answer nobody else sees, or a place others read. */
export type Place =
  | { readonly kind: 'terminal' }
  | { readonly kind: 'dm'; readonly channel: string }
  | { readonly kind: 'private-reply'; readonly channel: string }

export type Decision =
  | { readonly allowed: true }
  | {
      readonly allowed: false
      /** For the audit row and tests. */
      readonly reason: 'guest' | 'deactivated' | 'bot' | 'foreign' | 'unknown' | 'not-admin'
      /** What the person reads, and what they can do next. */
      readonly says: string
      readonly mayAskForAccess: boolean
    }

/** `slack:T123/U456`, or `operator`: how a viewer is written in audit and access rows. */
export function viewerName(viewer: Viewer): string {
  return viewer.kind === 'operator'
    ? 'operator'
    : `${viewer.platform}:${viewer.workspace}/${viewer.id}`
}
