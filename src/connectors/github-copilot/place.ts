import type { Call } from '#collect.ts'

/** An organization or an enterprise, as GitHub's addresses name them. */
export type Place = {
  readonly kind: 'orgs' | 'enterprises'
  readonly name: string
  /** `GET {at}/audit-log` → `GET /orgs/{name}/audit-log`; `{money}` where billing has another word. */
  readonly route: (template: string) => string
}

export const PLACE_FORM = /^(orgs|enterprises)\/([A-Za-z0-9][A-Za-z0-9_-]*)$/

export function placeOf(call: Pick<Call, 'setting'>): Place {
  const [, kind, name = ''] = PLACE_FORM.exec(call.setting('GITHUB_COPILOT_PLACE') ?? '') ?? []
  const known = kind === 'enterprises' ? 'enterprises' : 'orgs'
  const money = known === 'orgs' ? '/organizations/{name}' : '/enterprises/{name}'
  return {
    kind: known,
    name,
    route: (template) => template.replace('{at}', `/${known}/{name}`).replace('{money}', money),
  }
}
