/** What is handed to who examines this program. */
export const EVIDENCE_COMMANDS = {
  evidence: {
    args: '',
    count: [0, 0],
    says: 'Write one signed file of what the code says of itself, the policy and the end of the audit trail (docs/evidence.md).',
    flags: ['out'],
    example: 'evidence --out evidence.json',
  },
  'evidence record': {
    args: 'SHA256 ROW',
    count: [2, 2],
    says: 'Write into the audit trail that such a file was made; ai-usage evidence does it itself.',
    flags: [],
    example: `evidence record ${'9f86d081884c7d659a2feaa0c55ad015'.repeat(2)} 1204`,
  },
  'evidence verify': {
    args: 'FILE',
    count: [1, 1],
    says: 'Check such a file; exit code 3 when it was changed.',
    flags: ['key'],
    example: 'evidence verify evidence.json --key audit.key.pub',
  },
  'evidence unpack': {
    args: 'FILE FOLDER',
    count: [2, 2],
    says: 'Check such a file and write its documents into a new folder.',
    flags: ['key'],
    example: 'evidence unpack evidence.json evidence --key audit.key.pub',
  },
} as const
