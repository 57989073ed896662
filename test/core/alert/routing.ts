import type { Actor, Alert } from '#core/alert/alert.ts'
import { type Route, router } from '#core/alert/route.ts'

export const place = (id: string) =>
  ({ platform: 'slack', workspace: 'T1', kind: 'channel', id }) as const
export const ADMIN = place('CADMIN')

let made = 0
export const route = (more: Partial<Route> & { readonly to?: string }): Route => {
  const { to = 'CX', ...given } = more
  const target = { ...place(to), name: `#${to}` }
  return { no: (made += 1), team: null, severity: null, by: '', people: 40, target, ...given }
}
export const at = (routes: readonly Route[], more: Partial<Parameters<typeof router>[0]> = {}) =>
  router({ rules: new Map(), routes, usual: [ADMIN], floor: 5, ...more })
export const from = (team: string | null, n = 1): Actor => ({
  account: n,
  name: `p-ann23${n + 1}`,
  team,
})
export const about = (more: Partial<Alert> = {}) => ({
  rule: 'role-changed',
  severity: 'warning' as const,
  teams: [],
  actors: [from('Engineering/Platform')],
  ...more,
})
export const ids = ({ targets }: ReturnType<ReturnType<typeof router>>) =>
  targets.map(({ id }) => id)
