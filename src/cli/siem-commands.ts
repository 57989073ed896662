/** What is done with the sinks that are forwarded to. */
export const SIEM_COMMANDS = {
  'siem status': {
    args: '',
    count: [0, 0],
    says: 'Say how forwarding to SIEMs fares: sent, dropped, waiting, lag (docs/siem.md).',
    flags: ['json'],
    example: 'siem status',
  },
  'siem test': {
    args: '[NUMBER]',
    count: [0, 1],
    says: 'Send a test record to every SIEM that is set, or to one.',
    flags: [],
    example: 'siem test 1',
  },
} as const
