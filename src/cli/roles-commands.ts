/** What is done with roles. */
export const ROLES_COMMANDS = {
  'roles list': {
    args: '',
    count: [0, 0],
    says: 'List who has which role (docs/permissions.md).',
    flags: [],
    example: 'roles list',
  },
  'roles grant': {
    args: 'ROLE WORKSPACE/USER|group:GROUP [UNIT]',
    count: [2, 3],
    says: 'Give a user or a group a role: admin, person, security, analyst, or lead of a unit.',
    flags: [],
    example: 'roles grant lead T024BE7LD/U024BE7LH Sales/EMEA',
  },
  'roles revoke': {
    args: 'ROLE WORKSPACE/USER|group:GROUP [UNIT]',
    count: [2, 3],
    says: 'Take a role.',
    flags: [],
    example: 'roles revoke analyst T024BE7LD/U024BE7LH',
  },
} as const
