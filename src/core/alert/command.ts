import type { RouteWhat } from './route.ts'

/** Where alerts of a team, a severity or both go: `here`, `me`, a channel, someone’s account. */
export type AlertRoute = RouteWhat & {
  readonly kind: 'alert'
  readonly act: 'route'
  readonly to: string
  /** Where all others go gets them as well. */
  readonly admins?: true
  /** Nothing is made: it is only shown what it would do. */
  readonly preview?: true
}

export type AlertUnroute = { readonly kind: 'alert'; readonly act: 'unroute'; readonly no: number }

export type RouteCommand = AlertRoute | AlertUnroute

/** What is open, the rules that find it, or where it goes. */
export type AlertsCommand = { readonly kind: 'alerts'; readonly act: 'list' | 'rules' | 'routes' }
