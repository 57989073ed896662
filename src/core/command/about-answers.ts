/** Commands about the numbers of answers: what they mean, how they were made, why they changed. */
export const ABOUT_ANSWERS = {
  metrics: {
    aliases: ['definitions', 'catalogue'],
    doc: 'What each number means, or one of them',
    examples: ['metrics', 'metrics cost per message'],
  },
  explain: {
    aliases: ['explanation'],
    doc: 'How an answer or a digest was made: the last one, or the one with this id',
    examples: ['explain', 'explain b7f3', 'explain digest as-of:2026-11-23'],
  },
  why: {
    aliases: [],
    doc: 'Why spend changed: people, use of each, models, prices',
    examples: ['why team:eng 30d', 'why last month tool:chatgpt'],
  },
} as const
