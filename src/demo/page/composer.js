import { element } from './element.js'

// The composer: a command or a message, with the commands on offer above it.

const form = document.getElementById('composer')
const text = document.getElementById('text')
const offers = document.getElementById('offers')
let chosen = -1
let commands = () => []

/** What was typed before the page was ready. */
const early = []
let onLine = (line) => early.push(line)

/** `commands` gives the lines to offer after a slash; `onLine` takes what was typed, in its order. */
export function connectComposer(to) {
  ;({ commands, onLine } = to)
  for (const line of early.splice(0)) onLine(line)
  showOffers()
}

function offered() {
  const typed = text.value
  return typed.startsWith('/')
    ? commands().filter((line) => line.startsWith(typed) && line !== typed)
    : []
}

function showOffers() {
  const lines = offered()
  chosen = Math.min(chosen, lines.length - 1)
  offers.hidden = lines.length === 0
  text.setAttribute('aria-expanded', String(lines.length > 0))
  offers.replaceChildren(
    ...lines.map((line, index) => {
      const option = element('li', { id: `offer-${index}`, role: 'option', textContent: line })
      option.setAttribute('aria-selected', String(index === chosen))
      option.addEventListener('mousedown', (event) => {
        event.preventDefault()
        take(line)
      })
      return option
    }),
  )
  if (chosen >= 0) text.setAttribute('aria-activedescendant', `offer-${chosen}`)
  else text.removeAttribute('aria-activedescendant')
}

function take(line) {
  text.value = line
  chosen = -1
  typedSomething()
  text.focus()
}

function typedSomething() {
  text.style.height = 'auto'
  text.style.height = `${Math.min(text.scrollHeight, 160)}px`
  form.querySelector('#send').disabled = text.value.trim() === ''
  showOffers()
}

function submit() {
  const line = text.value.trim()
  if (line === '') return
  text.value = ''
  chosen = -1
  typedSomething()
  onLine(line)
}

text.addEventListener('input', () => {
  chosen = -1
  typedSomething()
})

text.addEventListener('keydown', (event) => {
  const lines = offered()
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
  if (step && lines.length > 0) {
    event.preventDefault()
    chosen = (chosen + step + lines.length + (chosen < 0 && step < 0 ? 1 : 0)) % lines.length
    showOffers()
  } else if ((event.key === 'Tab' || event.key === 'Enter') && lines[chosen]) {
    event.preventDefault()
    take(lines[chosen])
  } else if (event.key === 'Tab' && lines.length > 0 && !event.shiftKey) {
    event.preventDefault()
    take(lines[0])
  } else if (event.key === 'Escape') {
    offers.hidden = true
    text.setAttribute('aria-expanded', 'false')
  } else if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
    event.preventDefault()
    submit()
  }
})

text.addEventListener('blur', () => {
  offers.hidden = true
})

form.addEventListener('submit', (event) => {
  event.preventDefault()
  submit()
})

form.querySelector('#slash').addEventListener('click', () => {
  if (text.value === '') text.value = '/'
  text.focus()
  typedSomething()
})
