/** The flags of the audit trail's commands. */
export const AUDIT_FLAGS = {
  who: { kind: 'text', value: 'USER', says: 'Only what this user did, like U024BE7LH.' },
  action: { kind: 'text', value: 'ACTION', says: 'Only acts of this kind, like ask or csv.' },
  anchor: { kind: 'list', value: 'FILE', says: 'Compare with the signed heads of this file.' },
  key: {
    kind: 'list',
    value: 'FILE.pub',
    says: 'The public key that anchors and archives are signed with.',
  },
  before: { kind: 'text', value: 'DAY', says: 'The last row before this day, not the newest.' },
  out: {
    kind: 'text',
    value: 'FILE',
    says: 'The new file to write; audit sign adds its line to it.',
  },
} as const

/** What is done with the audit trail and with changes that two people must want. */
export const AUDIT_COMMANDS = {
  'audit list': {
    args: '',
    count: [0, 0],
    says: 'List who asked and did what, the newest first.',
    flags: ['since', 'who', 'action'],
    example: 'audit list --since 2026-11-01 --who U024BE7LH',
  },
  'audit export': {
    args: 'FILE',
    count: [1, 1],
    says: 'Write the whole audit trail as NDJSON (docs/audit.md).',
    flags: [],
    example: 'audit export audit.ndjson',
  },
  'audit verify': {
    args: '',
    count: [0, 0],
    says: 'Follow the chain of the audit trail; exit code 3 and the first bad row when it is broken.',
    flags: ['anchor', 'key'],
    example: 'audit verify --anchor anchors.ndjson --key audit.key.pub',
  },
  'audit head': {
    args: '',
    count: [0, 0],
    says: 'Follow the chain and print where it ends, as JSON.',
    flags: ['before'],
    example: 'audit head',
  },
  'audit keygen': {
    args: 'FILE',
    count: [1, 1],
    says: 'Make the key that signs the audit trail, and FILE.pub to verify with.',
    flags: [],
    example: 'audit keygen audit.key',
  },
  'audit sign': {
    args: '',
    count: [0, 0],
    says: 'Sign the end of the audit trail with AI_USAGE_AUDIT_KEY_FILE; print and post the anchor.',
    flags: ['out', 'before'],
    example: 'audit sign --out anchors.ndjson',
  },
  'audit prune': {
    args: 'CHECKPOINT',
    count: [1, 1],
    says: 'Drop the audit rows up to a checkpoint that audit sign --before signed.',
    flags: [],
    example: 'audit prune checkpoint.ndjson',
  },
  'approvals list': {
    args: '',
    count: [0, 0],
    says: 'List changes that wait for a second person.',
    flags: [],
    example: 'approvals list',
  },
  'approvals approve': {
    args: 'NUMBER',
    count: [1, 1],
    says: 'Approve a change that someone else asked for.',
    flags: [],
    example: 'approvals approve 3',
  },
  'approvals refuse': {
    args: 'NUMBER',
    count: [1, 1],
    says: 'Refuse a change, or take back one of your own.',
    flags: [],
    example: 'approvals refuse 3',
  },
} as const
