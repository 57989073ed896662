import type { CollectDesk } from '#cli/doors.ts'
import type { Finding } from '#core/collect/outcome.ts'
import { noContractFor } from '#core/contract/missing.ts'
import { applyDirectories, heldDirectories } from '#jobs/apply-directory.ts'
import { checkConnector } from '#jobs/check-connector.ts'
import {
  type CollectPorts,
  consentTo,
  contentStream,
  found,
  pullNow,
  statuses,
  withdrawConsent,
} from '#jobs/collecting.ts'
import { lateNow } from '#jobs/late-now.ts'
import { missingContracts } from '#jobs/missing-contracts.ts'

import { slackOptions, teamsOptions } from './chat.ts'
import type { OpenHouse } from './open-house.ts'

/** Who acts from the command line. */
const OPERATOR = 'operator'

type DeskHouse = Pick<
  OpenHouse,
  'collect' | 'config' | 'contracts' | 'storeKind' | 'workspace' | 'usage'
> & { readonly digests: Pick<OpenHouse['digests'], 'arrivals'> }

/** What the command line does with connectors, on an open house. `interruption` is asked for once a pull begins. */
export function collectDesk(house: DeskHouse, interruption: () => AbortSignal): CollectDesk {
  const ports = house.collect
  return {
    connectors: () => ports.sources,
    check: (id) => checkAudited(id, interruption(), ports),
    sync: ({ onProgress, onRebuild, ...request }) =>
      pullNow({ ...request, signal: interruption(), onProgress, onRebuild }, ports),
    held: (target) => heldDirectories(target, ports),
    applyDirectories: (target) => applyDirectories(target, { signal: interruption() }, ports),
    status: () => statuses(ports),
    late: () => lateNow({ ...house, clock: ports.clock }),
    withoutContract: () => missingContracts({ ...house, clock: ports.clock }),
    now: () => ports.clock.now(),
    contentStream: (target) => contentStream(target, ports),
    consent: (target, typed) => consentTo(target, { typed, by: OPERATOR }, ports),
    withdraw: (target) => withdrawConsent(target, OPERATOR, ports),
    doctor: () => doctor(house, interruption()),
  }
}

async function checkAudited(
  id: string,
  signal: AbortSignal,
  ports: CollectPorts,
): Promise<readonly Finding[]> {
  const { source } = found(id, ports.sources)
  const findings = await checkConnector(source, signal, ports)
  const faults = findings.filter(({ level }) => level === 'fault').length
  await ports.audit.record({
    at: ports.clock.now(),
    viewer: OPERATOR,
    place: 'command line',
    action: 'connect',
    command: `connect ${source.connector.id}`,
    outcome: faults === 0 ? 'done' : 'failed',
    detail: { findings: findings.length, faults },
  })
  return findings
}

/** The house could be opened, so its settings have their right forms and the store answers. */
async function doctor(house: DeskHouse, signal: AbortSignal): Promise<readonly Finding[]> {
  const { collect, storeKind, workspace, config, usage } = house
  const { sources } = collect
  const [zone, any, unbought] = await Promise.all([
    workspace.zone(),
    usage.hasUsage(),
    missingContracts({ ...house, clock: collect.clock }),
  ])
  const missing = noContractFor(unbought)
  const store = storeKind === 'postgres' ? 'PostgreSQL' : 'the embedded store'
  const chats = [
    ...(slackOptions(config) ? ['Slack'] : []),
    ...(teamsOptions(config) ? ['Teams'] : []),
  ]
  const own: readonly Finding[] = [
    {
      level: 'ok',
      says: `The store answers: ${store}, days in ${zone}, ${any ? 'with usage' : 'no usage yet'}.`,
    },
    ...chats.map((chat): Finding => ({ level: 'ok', says: `${chat} is set up.` })),
    ...(chats.length > 0
      ? []
      : [
          {
            level: 'warning',
            says: 'Slack is not set up, nor is Teams: nobody can ask in chat (docs/slack.md, docs/teams.md).',
          } as const,
        ]),
  ]
  const checked = await Promise.all(
    sources.map(async (source): Promise<readonly Finding[]> => {
      const { title } = source.connector
      const named = (finding: Finding): Finding => ({
        ...finding,
        says: finding.says.startsWith(title) ? finding.says : `${title}: ${finding.says}`,
      })
      if (source.missing.length === 0)
        return (await checkConnector(source, signal, collect)).map(named)
      const { settings } = source.connector
      const needed = settings.filter((setting) => setting.needed).length
      // None given is a choice; some given is an oversight.
      return source.missing.length === needed
        ? []
        : [
            {
              level: 'warning',
              says: `${title} is off: it also needs ${source.missing.join(', ')}.`,
            },
          ]
    }),
  )
  const off = sources.filter(({ missing }) => missing.length > 0).length
  const on = sources.length - off
  const contract: readonly Finding[] =
    missing === undefined
      ? []
      : [{ level: 'warning', says: missing, fix: 'Give them with: ai-usage contract set' }]
  return [
    ...own,
    ...contract,
    { level: 'ok', says: `Connectors on: ${on}, off: ${off}.` },
    ...checked.flat(),
  ]
}
