import { type Held, writeHeld } from '#core/access/grants.ts'

import type { Message } from './message.ts'

type Row = Held & { readonly who: string; readonly by: string; readonly trouble?: string }

const WHERE =
  '`AI_USAGE_ADMINS`, `AI_USAGE_ROLES` and `roles grant` give roles, to users and to groups.'

/** Who has which role, and who gave it. */
export function rolesMessage(rows: readonly Row[]): Message {
  const ofUnits = rows.some(({ unit }) => unit !== undefined)
  const unread = new Set(
    rows.flatMap(({ who, trouble }) =>
      trouble === undefined
        ? []
        : [`**Nobody has a role by ${who}** until it can be read: ${trouble}`],
    ),
  )
  const people = new Set(rows.map(({ who }) => who)).size
  return {
    title: 'Roles',
    summary:
      rows.length === 0
        ? 'Nobody has a role yet.'
        : `${people} ${people === 1 ? 'user or group has' : 'users and groups have'} roles.`,
    parts: [
      ...(rows.length === 0
        ? []
        : [
            {
              kind: 'table',
              head: ['Who', 'Role', ...(ofUnits ? ['Unit'] : []), 'Given by'],
              rows: rows.map(({ who, grant, unit, by }) => [
                who,
                grant,
                ...(ofUnits ? [unit ?? ''] : []),
                by.replace(/^(slack|teams):/, ''),
              ]),
              accounts: [0, ofUnits ? 3 : 2],
            } as const,
          ]),
      ...(unread.size === 0 ? [] : [{ kind: 'text', text: [...unread].join('\n') } as const]),
      { kind: 'note', text: WHERE },
    ],
  }
}

const GIVES: Readonly<Record<Held['grant'], string>> = {
  admin: 'gives and takes roles and reads published numbers; `person` adds exact ones',
  person: 'as an admin sees exact numbers, people one by one and their names',
  security:
    'reads published numbers, sees what happened in the tools and acts on alerts, and sees who has which role',
  analyst: 'reads published numbers of every unit',
  lead: 'reads published numbers of their unit',
}

/** What became of a grant or a revocation; `changed` false when it was so already. */
export function roleChangedMessage(
  { act, who, ...held }: Held & { readonly act: 'grant' | 'revoke'; readonly who: string },
  changed: boolean,
): Message {
  const { grant } = held
  const role = writeHeld(held)
  const has = act === 'grant' ? `${who} has the role ${role}` : `${who} has not the role ${role}`
  const summary = changed ? `${has} from now on.` : `${has} already; nothing changed.`
  const gives = `Whoever is ${grant} ${GIVES[grant]}.`
  return {
    title: act === 'grant' ? 'Role given' : 'Role taken',
    summary,
    parts: [{ kind: 'text', text: act === 'grant' ? `${summary} ${gives}` : summary }],
  }
}
