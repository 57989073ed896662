/** What is handed to who examines this program. */
export const EVIDENCE_COMMANDS = {
  evidence: {
    args: '',
    count: [0, 0],
    says: 'Write one signed file of what the code says of itself, the policy and the end of the audit trail (docs/evidence.md).',
    flags: ['out'],
    example: 'evidence --out evidence.json',
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
