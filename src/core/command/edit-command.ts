/** Where a subscription goes: `here`, `me`, a channel's id or its name as typed; and its team, if it has one. */
export type SubscribePlace = { readonly place: string; readonly team?: string }

/** What of a subscription is to be other than it is; nothing: to be shown how it is, and choose. */
export type EditCommand = {
  readonly kind: 'subscriptions'
  readonly act: 'edit'
  readonly id: number
  readonly what?: string
  readonly cadence?: string
  readonly to?: readonly SubscribePlace[]
  /** `off`: each time. */
  readonly only?: 'notable' | 'off'
  /** Not yet: it is still being chosen. */
  readonly choose?: true
}
