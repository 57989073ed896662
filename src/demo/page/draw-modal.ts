import { createElement as h, type ReactElement } from 'react'

import type { Json, World } from '#demo/slack-fake/world.ts'

import { drawBlocks } from './draw-block.ts'
import { markup } from './draw-message.ts'

const said = (value: unknown): string =>
  (value as { readonly text?: string } | undefined)?.text ?? ''

const typed = (value: unknown): string => (typeof value === 'string' ? value : '')

/** One input, by the name Slack files it under; `told`: the app is told of each change in it. */
function control(element: Json, told: boolean): ReactElement {
  const name = String(element['action_id'])
  const placeholder = said(element['placeholder'])
  const tells = told ? { 'data-told': '' } : {}
  const fewest = (element['min_query_length'] as number | undefined) ?? 3
  switch (element['type']) {
    case 'static_select': {
      const options = (element['options'] ?? []) as readonly Json[]
      const initial = element['initial_option'] as Json | undefined
      return h(
        'select',
        { name, ...tells, defaultValue: typed(initial?.['value']) },
        h('option', { value: '' }, placeholder),
        options.map((one) =>
          h(
            'option',
            { key: String(one['value']), value: String(one['value']) },
            said(one['text']),
          ),
        ),
      )
    }
    case 'external_select':
      return h(
        'span',
        { className: 'typed' },
        h('input', { name, ...tells, placeholder, list: `of-${name}`, 'data-fewest': fewest }),
        h('datalist', { 'data-of': name }),
      )
    case 'datepicker':
      return h('input', { name, ...tells, type: 'date' })
    default:
      return h('textarea', {
        name,
        ...tells,
        rows: 2,
        placeholder,
        defaultValue: typed(element['initial_value']),
      })
  }
}

function block(world: World, one: Json, key: number): ReactElement {
  if (one['type'] !== 'input') return h('div', { key }, drawBlocks(world, [one], { hidden: false }))
  return h(
    'label',
    { key, className: 'field' },
    h('span', null, said(one['label'])),
    control(one['element'] as Json, one['dispatch_action'] === true),
  )
}

/** The form someone has open, as the page shows it in a dialog. */
export function drawModal(world: World, view: Json): string {
  const blocks = (view['blocks'] ?? []) as readonly Json[]
  return markup(
    h(
      'form',
      { method: 'dialog', 'data-view': String(view['id']), 'aria-label': said(view['title']) },
      h('h2', null, said(view['title'])),
      blocks.map((one, index) => block(world, one, index)),
      h('p', { className: 'wrong', role: 'status' }),
      h(
        'div',
        { className: 'choices' },
        h('button', { type: 'button', 'data-close': '' }, said(view['close']) || 'Close'),
        view['submit'] === undefined
          ? null
          : h('button', { type: 'submit', className: 'go' }, said(view['submit'])),
      ),
    ),
  )
}
