import type { Button, Message, Part } from './message.ts'

/** The answer with the id it can be asked for by, and the button that explains it. */
export function knownBy(message: Message, ref: string): Message {
  const { parts } = message
  const note = parts.findLastIndex(({ kind }) => kind === 'note')
  const buttons = parts.findLastIndex(({ kind }) => kind === 'buttons')
  const said = parts.map((part, at) =>
    part.kind === 'note' && at === note ? { ...part, text: `${part.text} ${id(ref)}` } : part,
  )
  const known: readonly Part[] = said.map((part, at) =>
    part.kind === 'buttons' && at === buttons
      ? { ...part, buttons: [...part.buttons, explain(ref)] }
      : part,
  )
  return note === -1
    ? { ...message, parts: before(known, buttons, { kind: 'note', text: id(ref) }) }
    : { ...message, parts: known }
}

const id = (ref: string) => `Answer \`${ref}\`.`

const explain = (ref: string): Button => ({
  label: 'Explain',
  act: { kind: 'ask', command: `explain ${ref}` },
})

function before(parts: readonly Part[], place: number, part: Part): readonly Part[] {
  const at = place === -1 ? parts.length : place
  return [...parts.slice(0, at), part, ...parts.slice(at)]
}
