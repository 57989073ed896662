import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

import type { Connector } from '#collect.ts'
import { connectorReference } from '#connectors/reference.ts'
import { CONNECTORS } from '#connectors/registry.ts'
import { permissionReference } from '#core/access/reference.ts'
import { UserError } from '#core/errors.ts'
import { LOG_FIELDS } from '#core/privacy/log-fields.ts'
import { MESSAGE_FIELDS } from '#core/privacy/message-fields.ts'
import { writeCsv } from '#csv/write-csv.ts'
import { inventory } from '#db/inventory.ts'
import { RETENTION } from '#db/inventory/inventory.ts'
import type { SinkSetting } from '#forwarding.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const run = promisify(execFile)
const LONGEST_SBOM = 64 * 1024 * 1024
const TEAMS_HOST = 'smba.trafficmanager.net'

/** What goes where: from each vendor to the store, and from the store to people. */
function dataFlow(connectors: readonly Connector[]): string {
  const head = ['from', 'hosts', 'stream', 'what it tells', 'reads text', 'at the door', 'to']
  const door = 'identifiers become HMAC-SHA-256 under AI_USAGE_KEY; text is measured and dropped'
  const rows = connectors.flatMap(({ title, egress, streams }) =>
    streams.map((stream) => [
      title,
      [...new Set(egress.map(({ host }) => host))].join(' '),
      stream.source,
      stream.says,
      stream.content ? 'yes, with consent' : 'no',
      door,
      'store',
    ]),
  )
  const others = [
    ['OTLP senders', '(they call)', 'otlp', 'Requests and tokens.', 'no', door, 'store'],
    ['files that are imported', '(none)', 'import', 'Use, seats, people.', 'no', door, 'store'],
    ['store', 'slack.com', 'answers', 'Numbers, charts, aliases.', 'no', 'access rules', 'Slack'],
    ['audit trail', 'slack.com', 'signed heads', 'A row and a hash.', 'no', '', 'Slack'],
    ['store', TEAMS_HOST, 'answers', 'Numbers, charts, aliases.', 'no', 'access rules', 'Teams'],
    ['audit trail', TEAMS_HOST, 'signed heads', 'A row and a hash.', 'no', '', 'Teams'],
    [
      'governance events, audit trail',
      'AI_USAGE_SIEM_1 to AI_USAGE_SIEM_9 (siem.csv)',
      'siem',
      'Who by alias and pseudonym, what, on which object by its hash; rows of the trail.',
      'no',
      '',
      'SIEM',
    ],
  ]
  return writeCsv(head, [...rows, ...others])
}

function egressRules(connectors: readonly Connector[]): string {
  return writeCsv(
    ['connector', 'method', 'host', 'path', 'key'],
    connectors.flatMap(({ id, egress }) =>
      egress.map(({ method, host, path, signed }) => [
        id,
        method,
        host,
        path,
        signed ? 'left out' : 'sent',
      ]),
    ),
  )
}

/** Where events and the audit trail go from this machine, as it is set here; empty where nothing is. */
function sinks(set: readonly SinkSetting[]): string {
  return writeCsv(
    ['sink', 'address', 'format', 'encrypted', 'authenticated by'],
    set.map(({ number, address }) => [
      String(number),
      address.shown,
      address.format,
      /^(syslog\+tls|splunk\+https|https):/.test(address.shown) ? 'TLS' : 'no',
      AUTHENTICATED[address.kind],
    ]),
  )
}

const AUTHENTICATED: Readonly<Record<SinkSetting['address']['kind'], string>> = {
  webhook: 'HMAC-SHA-256 of each batch',
  splunk: 'a token',
  syslog: 'a certificate, where one is set',
  file: 'rights of the file',
}

function columns(): string {
  return writeCsv(
    ['table', 'column', 'type', 'class', 'whose', 'kept'],
    inventory().map(({ table, column, sqlType, kept, ...facts }) => [
      table,
      column,
      sqlType,
      facts.class,
      facts.whose,
      RETENTION[kept],
    ]),
  )
}

const fields = (known: Readonly<Record<string, string>>): string =>
  writeCsv(['field', 'class'], Object.entries(known))

/**
 * Every package of the lock file: npm writes it, without network and without our settings. Those that only
 * build are marked, not left out: `--omit=dev` also leaves out what both use.
 */
async function sbom(): Promise<string> {
  const env = Object.fromEntries(
    ['PATH', 'HOME', 'SystemRoot', 'APPDATA'].flatMap((name) => {
      const value = process.env[name]
      return value === undefined ? [] : [[name, value]]
    }),
  )
  const flags = ['--sbom-format=cyclonedx', '--package-lock-only', '--offline']
  try {
    const options = { cwd: ROOT, env, maxBuffer: LONGEST_SBOM, shell: process.platform === 'win32' }
    const { stdout } = await run('npm', ['sbom', ...flags], options)
    return stdout
  } catch {
    throw new UserError(
      'npm could not write the bill of materials',
      'Run it where npm is on the PATH and package-lock.json lies beside package.json.',
    )
  }
}

/** What the code itself says of this program, by the name of the document. */
export async function evidenceDocuments(
  set: readonly SinkSetting[] = [],
): Promise<Readonly<Record<string, string>>> {
  return {
    'data-flow.csv': dataFlow(CONNECTORS),
    'connectors.md': connectorReference(CONNECTORS),
    'egress.csv': egressRules(CONNECTORS),
    'siem.csv': sinks(set),
    'slack-manifest.yml': readFileSync(`${ROOT}/manifest.yml`, 'utf8'),
    'columns.csv': columns(),
    'log-fields.csv': fields(LOG_FIELDS),
    'message-fields.csv': fields(MESSAGE_FIELDS),
    'permissions.md': permissionReference(),
    'sbom.cdx.json': await sbom(),
  }
}
