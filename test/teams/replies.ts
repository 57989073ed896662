import type { Message } from '#core/message/message.ts'

export const OVERVIEW: Message = {
  title: 'How your company uses AI',
  summary: 'Nothing is late.',
  parts: [
    { kind: 'text', text: 'Nothing is late.' },
    { kind: 'buttons', buttons: [{ label: 'More', act: { kind: 'ask', command: 'team:eng 7d' } }] },
  ],
}

export const REFUSED: Message = {
  title: 'Not answered',
  summary: 'Only admins can ask.',
  parts: [
    { kind: 'buttons', buttons: [{ label: 'Ask for access', act: { kind: 'ask-for-access' } }] },
  ],
}
