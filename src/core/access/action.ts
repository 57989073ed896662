import type { Command } from '#core/command/command.ts'

import type { Action } from './rules.ts'

/** What a command does, as the rules name it. */
export function actionOf(command: Command): Action {
  switch (command.kind) {
    case 'ask': {
      const { filters, by, also, compare } = command
      const splits = new Set([by, also])
      if (filters.user || splits.has('user') || compare?.key === 'user') return 'ask people'
      const units = filters.team ?? filters.group
      const beside = compare?.key === 'team' || compare?.key === 'group'
      const ofUnits = splits.has('team') || splits.has('department')
      return units || beside || ofUnits ? 'ask units' : 'ask company'
    }
    case 'why':
      return command.filters.user ? 'ask people' : 'why'
    case 'actions':
      return command.act === 'step' || command.act === 'draw' ? 'actions change' : 'actions'
    case 'baseline':
      return command.act === 'list' ? 'baseline' : 'baseline change'
    case 'limits':
      return command.act === 'list' ? 'limits' : 'limits change'
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
    case 'saved':
      return command.act === 'share' || command.act === 'unshare' ? 'saved share' : 'saved'
    case 'alert':
      if (command.act === 'show' || command.act === 'why') return 'alerts list'
      if (command.act === 'when') return 'alert make'
      // When a rule on a number would have told something brackets the number.
      if (command.act === 'tune')
        return command.rule.startsWith('made-') ? 'alert make' : 'alerts list'
      if (command.act === 'rule' && command.limit !== undefined) return 'alert make'
      // A rule that was made here is on a number: to switch it on is to have it told.
      if (command.act === 'enable' && command.rule.startsWith('made-')) return 'alert make'
      return 'rule' in command || command.act === 'allow' ? 'alert rules' : 'alert act'
    case 'accuracy':
    case 'audit':
    case 'budget':
    case 'build':
    case 'contract':
    case 'explain':
    case 'governance':
    case 'help':
    case 'me':
    case 'metrics':
    case 'privacy':
    case 'reconcile':
    case 'save':
    case 'signals':
    case 'status':
    case 'subscribe':
    case 'subscriptions':
      return command.kind
  }
}
