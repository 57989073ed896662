import type { Checked, Connector } from '#collect.ts'

import { teamRules } from './rules.ts'

/**
 * Teams by what addresses look like, for who has no directory. It calls nobody: the rules are applied
 * where identifiers come in, before they are hashed (see `ruled.ts`).
 */
export const emailRules: Connector = {
  id: 'email-rules',
  title: 'Rules for e-mail addresses',
  recipe: {
    steps: [
      'Write rules, one a line, the more special first: @labs.corp.com = R&D/Labs or /ext-.+@corp\\.com/ = Contractors.',
      'Put them in EMAIL_RULES, with semicolons between, or their file in EMAIL_RULES_FILE.',
      'Restart, and sync or import again: a rule sees an address only when it comes in.',
    ],
    keyCould: 'There is no key.',
    weOnly:
      'We compare identifiers with the rules before they are hashed, and store the team alone.',
    cannotSee: [
      'Identifiers that came in before the rules were set: only hashes of them are left. Import again, or sync --since.',
      'Logins that are no addresses, unless a pattern fits them.',
      'Who left: an address that no longer comes in stays where it was.',
      'People whom another directory knows: what it says counts, on the days it speaks of.',
      'When somebody moved: a changed rule counts from the day its address next comes in.',
    ],
    url: 'https://developer.mozilla.org/docs/Web/JavaScript/Guide/Regular_expressions/Cheatsheet',
  },
  settings: [
    {
      name: 'EMAIL_RULES',
      says: 'The rules, one a line or with semicolons between: @corp.com = Team.',
      secret: false,
      needed: true,
      form: { pattern: /=/, says: 'Write rules like @labs.corp.com = R&D/Labs.' },
    },
  ],
  egress: [],
  streams: [],
  check: async (call): Promise<readonly Checked[]> => {
    const { count } = teamRules(call.setting('EMAIL_RULES') ?? '')
    return [
      count === 0
        ? { level: 'warning', says: 'There is no rule.' }
        : { level: 'ok', says: `${count} rules can be read.` },
    ]
  },
}
