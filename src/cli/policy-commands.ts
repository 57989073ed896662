/** What is done with the privacy policy. */
export const POLICY_COMMANDS = {
  'policy check': {
    args: 'FILE',
    count: [1, 1],
    says: 'Say whether a policy.yml is right, and its SHA-256; the store is not opened (docs/policy.md).',
    flags: [],
    example: 'policy check policy.yml',
  },
  'policy show': {
    args: '',
    count: [0, 0],
    says: 'Print the privacy policy that holds; with --json the text whose SHA-256 is its hash.',
    flags: ['json'],
    example: 'policy show',
  },
  'policy apply': {
    args: 'FILE',
    count: [1, 1],
    says: 'Make a policy.yml hold: stricter points at once, weaker ones once a second person approved.',
    flags: ['dry-run'],
    example: 'policy apply policy.yml',
  },
  'privacy policy': {
    args: '',
    count: [0, 0],
    says: 'Print the privacy policy as everyone reads it, with its SHA-256.',
    flags: [],
    example: 'privacy policy',
  },
} as const
