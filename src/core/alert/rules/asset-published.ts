import type { EventRule } from '#core/alert/rule.ts'

export const assetPublished: EventRule = {
  kind: 'event',
  id: 'asset-published',
  doc: 'A prompt, tool or agent was published or shared',
  says: 'Asset published',
  severity: 'info',
  on: false,
  types: ['asset_published'],
}
