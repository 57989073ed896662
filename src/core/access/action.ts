import type { Command } from '#core/command/command.ts'

import type { Action } from './rules.ts'

/** What a command does, as the rules name it. */
export function actionOf(command: Command): Action {
  switch (command.kind) {
    case 'ask': {
      const { filters, by, compare } = command
      if (filters.user || by === 'user' || compare?.key === 'user') return 'ask people'
      const units = filters.team ?? filters.group
      const beside = compare?.key === 'team' || compare?.key === 'group'
      return units || beside || by === 'team' || by === 'department' ? 'ask units' : 'ask company'
    }
    case 'why':
      return command.filters.user ? 'ask people' : 'why'
    case 'actions':
      return command.act === 'step' ? 'actions change' : 'actions'
    case 'notes':
      return command.act === 'list' ? 'notes' : 'notes change'
    case 'digest':
      return command.team === undefined ? 'ask company' : 'ask units'
    case 'roles':
      return command.act === 'list' ? 'roles list' : 'roles change'
    case 'approvals':
      return command.act === 'list' ? 'approvals list' : 'approvals decide'
    case 'alerts':
      return 'alerts list'
    case 'alert':
      if (command.act === 'show') return 'alerts list'
      if (command.act === 'when') return 'alert make'
      return 'rule' in command ? 'alert rules' : 'alert act'
    case 'audit':
    case 'contract':
    case 'explain':
    case 'governance':
    case 'help':
    case 'me':
    case 'metrics':
    case 'privacy':
    case 'reconcile':
    case 'status':
    case 'subscribe':
    case 'subscriptions':
      return command.kind
  }
}
