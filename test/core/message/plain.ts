import type { Message, Part } from '#core/message/message.ts'

/** A message as it is read aloud: buttons in brackets, pictures by their text equivalent. */
export function plain({ title, summary, parts }: Message): string {
  return [title, summary, ...parts.map(spoken)].join('\n')
}

function spoken(part: Part): string {
  switch (part.kind) {
    case 'text':
      return part.text
    case 'note':
      return `(${part.text})`
    case 'facts':
      return part.facts
        .map(({ label, value, change, note }) =>
          [`- ${label}: ${value}`, change, note && `(${note})`].filter(Boolean).join(' '),
        )
        .join('\n')
    case 'table':
      return [part.head, ...part.rows].map((row) => `| ${row.join(' | ')} |`).join('\n')
    case 'chart':
      return `[${part.chart.kind}] ${part.chart.title} / ${part.chart.subtitle} / ${part.chart.footer}\n[alt] ${part.chart.alt}`
    case 'buttons':
      return part.buttons.map(({ label }) => `[${label}]`).join(' ')
  }
}
