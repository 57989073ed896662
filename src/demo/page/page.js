import { connectComposer } from './composer.js'
import { element } from './element.js'
import { connectModal, showModal } from './modal.js'

const $ = (id) => document.getElementById(id)
const list = $('slack_blocks_to_jsx')
const text = $('text')
const scroll = document.querySelector('.scroll')
const menu = document.querySelector('.menu')
const tabs = document.querySelector('.tabs')

/** Which person speaks, which conversation is open, and what they have seen where. */
const at = { user: '', channel: '', tab: 'messages' }
const seen = new Map()
let state

const remembered = new URLSearchParams(location.hash.slice(1))

function remember() {
  const hash = new URLSearchParams({ as: at.user, in: at.channel })
  history.replaceState(null, '', `#${hash}`)
}

async function send(path, body) {
  const response = await fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  const reply = response.ok ? await response.json() : { notice: await response.text() }
  return reply
}

/** What Slack itself says is said under the composer. */
async function act(path, body) {
  const { notice } = await send(path, body)
  $('notice').textContent = notice ?? ''
}

function fillPeople() {
  const who = $('who')
  if (who.options.length > 0) return
  who.append(
    ...state.people.map(({ id, label }) => element('option', { value: id, textContent: label })),
  )
  who.value = at.user
}

function placeButton({ id, name, kind, latest }) {
  const open = id === at.channel
  const key = `${at.user} ${id}`
  if (open || !seen.has(key)) seen.set(key, latest)
  const unread = !open && latest > seen.get(key)
  const button = element('button', {
    type: 'button',
    className: `place-${kind}`,
    textContent: name,
  })
  if (open) button.setAttribute('aria-current', 'page')
  if (unread) button.append(element('span', { className: 'unread', textContent: 'new' }))
  button.addEventListener('click', () => go(id))
  return element('li', {}, button)
}

/** Rebuilds the sidebar, keeping the keyboard where it was. */
function fillPlaces() {
  const index = [...$('side').querySelectorAll('button')].indexOf(document.activeElement)
  $('workspace').textContent = state.workspace
  $('channels').replaceChildren(
    ...state.places.filter(({ kind }) => kind !== 'im').map(placeButton),
  )
  $('apps').replaceChildren(...state.places.filter(({ kind }) => kind === 'im').map(placeButton))
  if (index >= 0) $('side').querySelectorAll('button')[index]?.focus()
}

function fillHeader() {
  const place = state.places.find(({ id }) => id === at.channel)
  if (!place) return
  const direct = place.kind === 'im'
  $('place').textContent = place.name
  $('place').className = `place-${place.kind}`
  tabs.hidden = !direct
  for (const tab of tabs.children)
    tab.setAttribute('aria-pressed', String(tab.dataset.tab === at.tab))
  const home = at.tab === 'home'
  $('composer').hidden = home
  $('beginning').hidden = home
  const name = direct ? place.name : `#${place.name}`
  text.placeholder = `Message ${name}`
  text.setAttribute('aria-label', `Message ${name}`)
  $('beginning').textContent = direct
    ? `This is your conversation with ${place.name}. Type / to see its commands.`
    : `This is the very beginning of the #${place.name} channel. Type / to see the commands.`
  document.title = `${name} - ${state.workspace} (demo)`
}

function parsed(html) {
  const template = document.createElement('template')
  template.innerHTML = html
  const node = template.content.firstElementChild
  for (const toggle of node.querySelectorAll('.slack_blocks_to_jsx__image_media_trigger button')) {
    toggle.setAttribute('aria-label', 'Show or hide the picture')
    toggle.setAttribute('aria-expanded', 'true')
  }
  return node
}

/** Replaces only what changed, so that focus and scroll survive. */
function fillList() {
  const items = at.tab === 'home' ? [{ key: 'home', html: state.home ?? '<p></p>' }] : state.items
  const before = new Map([...list.children].map((node) => [node.dataset.key, node]))
  const nodes = items.map(({ key, html }) => {
    const old = before.get(key)
    if (old?.source === html) return old
    const made = parsed(html)
    made.dataset.key = key
    made.source = html
    return made
  })
  const kept = new Set(nodes)
  for (const node of before.values()) if (!kept.has(node)) node.remove()
  for (const [index, node] of nodes.entries())
    if (list.children[index] !== node) list.insertBefore(node, list.children[index] ?? null)
}

/** Whoever reads the newest message stays with the newest, also while pictures load. */
let following = true

/** The last message before someone asked or pressed: what came since is the answer. */
let asked

function asks() {
  asked = list.lastElementChild?.dataset.key
}

/** The newest answer: its end, or its beginning where it is taller than the window. */
function toNewest() {
  following = true
  const last = [...list.children].find((node) => node.dataset.key === asked)
  const newest = last?.nextElementSibling ?? list.lastElementChild
  const start = newest ? newest.offsetTop - scroll.offsetTop - 8 : 0
  scroll.scrollTop = Math.min(start, scroll.scrollHeight)
}

let height = 0
scroll.addEventListener('scroll', () => {
  const atBottom = scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < 80
  if (atBottom) following = true
  else if (scroll.scrollTop < height) following = false
  height = scroll.scrollTop
})

new ResizeObserver(() => {
  if (following) toNewest()
}).observe(list)

async function look() {
  const query = new URLSearchParams({ user: at.user, channel: at.channel })
  const response = await fetch(`/state?${query}`)
  if (!response.ok) {
    $('notice').textContent = await response.text()
    return
  }
  state = await response.json()
  fillPeople()
  fillPlaces()
  fillHeader()
  fillList()
  showModal(at.user, state.modal)
}

connectModal(send)

let looking = Promise.resolve()
const lookAgain = () => {
  looking = looking.then(look)
  return looking
}

async function go(channel) {
  at.channel = channel
  at.tab = 'messages'
  list.replaceChildren()
  showMenu(false)
  remember()
  await lookAgain()
  toNewest()
}

function showMenu(open) {
  document.body.classList.toggle('menu-open', open)
  menu.setAttribute('aria-expanded', String(open))
}

// Messages: buttons go to the app; a picture folds.

list.addEventListener('click', (event) => {
  const toggle = event.target.closest('.slack_blocks_to_jsx__image_media_trigger button')
  if (toggle) {
    const open = toggle.getAttribute('aria-expanded') !== 'true'
    following = false
    toggle.setAttribute('aria-expanded', String(open))
    toggle.closest('.slack_blocks_to_jsx__image').classList.toggle('folded', !open)
    return
  }
  const button = event.target.closest('button[data-action]')
  const message = button?.closest('[data-ts]')
  if (!message) return
  const body = {
    user: at.user,
    message: message.dataset.ts,
    actionId: button.dataset.action,
    blockId: button.closest('[data-block]')?.dataset.block,
  }
  asks()
  button.classList.add('busy')
  void act('/click', body).finally(() => button.classList.remove('busy'))
})

tabs.addEventListener('click', (event) => {
  const tab = event.target.dataset.tab
  if (!tab) return
  at.tab = tab
  if (tab === 'home') void act('/home', { user: at.user })
  fillHeader()
  fillList()
  toNewest()
})

async function speakAs(user) {
  at.user = user
  const { channel } = at
  at.channel = ''
  list.replaceChildren()
  await lookAgain()
  const direct = state.places.find(({ kind }) => kind === 'im').id
  const known = state.places.some(({ id }) => id === channel)
  await go(known ? channel : (state.places.find(({ kind }) => kind !== 'im')?.id ?? direct))
}

$('who').addEventListener('change', (event) => void speakAs(event.target.value))

menu.addEventListener('click', () => showMenu(menu.getAttribute('aria-expanded') !== 'true'))
document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape') showMenu(false)
})

async function start() {
  const first = await (await fetch('/people')).json()
  at.user = first.find(({ id }) => id === remembered.get('as'))?.id ?? first[0].id
  at.channel = remembered.get('in') ?? ''
  await lookAgain()
  if (!state.places.some(({ id }) => id === at.channel)) await go(state.places[0].id)
  connectComposer({
    commands: () => state.examples.map((example) => `${state.command} ${example}`),
    onLine: (line) => {
      asks()
      void act('/say', { user: at.user, channel: at.channel, text: line }).then(toNewest)
    },
  })
  toNewest()
  const changes = new EventSource('/changes')
  // What changed until it was there, or was there again, nobody told.
  for (const heard of ['open', 'message']) changes.addEventListener(heard, () => void lookAgain())
}

await start()
