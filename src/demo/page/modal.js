import { element } from './element.js'

// The form the app opened: Slack's own dialog, filled in and sent here.

const dialog = document.getElementById('modal')
let drawn = ''
let who = ''
let send = async () => ({})

/** `to` posts to the page’s server and gives its reply. */
export function connectModal(to) {
  send = to
}

/** Shows, changes or closes the dialog, as the state of the page says. */
export function showModal(user, html) {
  who = user
  if ((html ?? '') === drawn) return
  drawn = html ?? ''
  const stands = standing()
  dialog.innerHTML = drawn
  putBack(stands)
  for (const list of dialog.querySelectorAll('datalist')) list.id = `of-${list.dataset.of}`
  if (drawn === '') dialog.close()
  else if (!dialog.open) dialog.showModal()
}

/** What is typed in the form, and where the caret stands. */
function standing() {
  const form = dialog.querySelector('form')
  const active = document.activeElement
  return {
    view: form?.dataset.view,
    values: form ? [...new FormData(form)] : [],
    name: dialog.contains(active) ? active?.name : undefined,
    at: active?.selectionStart,
  }
}

/** A form that the app changed keeps what was typed into it. */
function putBack({ view, values, name, at }) {
  const form = dialog.querySelector('form')
  if (!form || form.dataset.view !== view) return
  for (const [input, value] of values) {
    const control = form.elements.namedItem(input)
    if (control) control.value = value
  }
  const focused = name ? form.elements.namedItem(name) : undefined
  focused?.focus()
  if (focused && typeof at === 'number') focused.setSelectionRange?.(at, at)
}

function say(text) {
  const place = dialog.querySelector('.wrong')
  if (place) place.textContent = text
}

async function lookUp(input) {
  if (input.value.length < Number(input.dataset.fewest)) return
  const asked = input.value
  const { options = [] } = await send('/suggest', { user: who, actionId: input.name, typed: asked })
  if (input.value !== asked) return
  const list = document.getElementById(`of-${input.name}`)
  list?.replaceChildren(...options.map((value) => element('option', { value })))
}

dialog.addEventListener('input', ({ target }) => {
  if (target.dataset.fewest !== undefined) void lookUp(target)
  if (target.dataset.told !== undefined)
    void send('/change', { user: who, actionId: target.name, value: target.value })
})
dialog.addEventListener('focusin', (event) => {
  if (event.target.dataset.fewest !== undefined) void lookUp(event.target)
})

async function submit(form) {
  const values = Object.fromEntries(new FormData(form))
  const { notice } = await send('/submit', { user: who, values })
  say(notice ?? '')
}

dialog.addEventListener('submit', (event) => {
  event.preventDefault()
  void submit(event.target)
})

dialog.addEventListener('click', (event) => {
  if (event.target.closest('[data-close]')) void send('/close', { user: who })
})
dialog.addEventListener('cancel', (event) => {
  event.preventDefault()
  void send('/close', { user: who })
})
