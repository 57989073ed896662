import type { Decision, Place, Viewer } from './access.ts'

type Refused = Extract<Decision, { allowed: false }>
type Standing = Exclude<Extract<Viewer, { kind: 'member' }>['standing'], 'member'>

/** What each account that is no member reads: what happened, and what to do next. */
const SAYS: Record<Standing, string> = {
  guest:
    'Guests cannot ask about AI usage. Ask a member of this workspace to send you the numbers you need.',
  deactivated:
    'This account is deactivated, so it cannot ask about AI usage. Sign in with an active account and ask again.',
  bot: 'Apps and bots cannot ask about AI usage. Ask from your own account.',
  foreign:
    'Your account belongs to another workspace. Ask from an account of the workspace where AI Usage is installed.',
  unknown:
    'Your account could not be checked, so nothing was shown. Try again in a minute; if it happens again, tell an admin.',
}

/** Whether this viewer may be answered here; if not, why, and what they read. */
export function decide(viewer: Viewer, place: Place): Decision {
  if (viewer.kind === 'operator') return { allowed: true }
  const { standing } = viewer
  if (standing !== 'member') {
    return { allowed: false, reason: standing, says: SAYS[standing], mayAskForAccess: false }
  }
  return viewer.admin ? { allowed: true } : notAdmin(place)
}

function notAdmin(place: Place): Refused {
  // A terminal has no button to press.
  const mayAskForAccess = place.kind !== 'terminal'
  const next = mayAskForAccess
    ? 'Press Ask for access and an admin gets your request.'
    : 'Ask an admin to add you.'
  return {
    allowed: false,
    reason: 'not-admin',
    says: `Only admins can ask about AI usage, and you are not one yet. ${next}`,
    mayAskForAccess,
  }
}
