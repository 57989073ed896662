import { type Format, FORMATS, isFormat } from './format.ts'

/** Names of files, PEM: who is believed, and with what we show who we are. */
export type TlsFiles = { readonly ca?: string; readonly cert?: string; readonly key?: string }

type To =
  | {
      readonly kind: 'syslog'
      readonly transport: 'tls' | 'tcp' | 'udp'
      readonly host: string
      readonly port: number
      readonly tls: TlsFiles
    }
  | { readonly kind: 'webhook'; readonly url: string; readonly tls: TlsFiles }
  | {
      readonly kind: 'splunk'
      readonly url: string
      readonly index: string | undefined
      readonly tls: TlsFiles
    }
  | { readonly kind: 'file'; readonly path: string }

/** Where a sink is. `shown` is the address without its options: it may be logged and stored. */
export type SinkAddress = To & { readonly format: Format; readonly shown: string }

type Form = { readonly kind: SinkAddress['kind']; readonly options: readonly string[] }

const TLS = ['ca', 'cert', 'key']
const FORMS: Readonly<Record<string, Form>> = {
  'syslog+tls:': { kind: 'syslog', options: ['format', ...TLS] },
  'syslog+tcp:': { kind: 'syslog', options: ['format'] },
  'syslog+udp:': { kind: 'syslog', options: ['format'] },
  'https:': { kind: 'webhook', options: ['format', ...TLS] },
  'http:': { kind: 'webhook', options: ['format'] },
  'splunk+https:': { kind: 'splunk', options: ['format', 'index', ...TLS] },
  'splunk+http:': { kind: 'splunk', options: ['format', 'index'] },
  'file:': { kind: 'file', options: ['format'] },
}
const PORTS: Readonly<Record<string, number>> = {
  'syslog+tls:': 6514,
  'syslog+tcp:': 601,
  'syslog+udp:': 514,
}
/** Without TLS only to this machine. */
const BARE = new Set(['http:', 'splunk+http:'])
const LOOPBACK = new Set(['127.0.0.1', '[::1]', 'localhost'])

const WRITE = `Write it like syslog+tls://siem.corp.example:6514?format=ocsf, https://siem.corp.example/in, splunk+https://splunk.corp.example:8088 or file:///var/log/ai-usage.ndjson (docs/siem.md).`

/** Reads an address, or says in a sentence how to write it; the sentence repeats nothing of it. */
export function readAddress(text: string): SinkAddress | string {
  if (!URL.canParse(text)) return WRITE
  const url = new URL(text)
  const form = FORMS[url.protocol]
  if (!form) return WRITE
  if (url.username !== '' || url.password !== '' || url.hash !== '')
    return 'Put no user and no password into it: secrets have a setting of their own, which ends in _SECRET.'
  const unknown = [...url.searchParams.keys()].filter((name) => !form.options.includes(name))
  if (unknown.length > 0)
    return `It may have the options ${form.options.join(', ')}; what is secret goes into the setting that ends in _SECRET.`
  const format = url.searchParams.get('format') ?? 'ocsf'
  if (!isFormat(format)) return `Its format is one of ${FORMATS.join(', ')}.`
  if (BARE.has(url.protocol) && !LOOPBACK.has(url.hostname))
    return 'Use https: only this machine is spoken to without it.'
  const option = (name: string) => url.searchParams.get(name) || undefined
  const tls = filesOf(option)
  if ((tls.cert === undefined) !== (tls.key === undefined))
    return 'Give cert and key together: the certificate and its key, two files.'
  const to = toOf(url, form.kind, { tls, index: option('index') })
  if (to === undefined) return WRITE
  url.search = ''
  return { ...to, format, shown: url.href }
}

function filesOf(option: (name: string) => string | undefined): TlsFiles {
  const given = TLS.flatMap((name) => {
    const value = option(name)
    return value === undefined ? [] : [[name, value] as const]
  })
  return Object.fromEntries(given)
}

function toOf(
  url: URL,
  kind: SinkAddress['kind'],
  { tls, index }: { readonly tls: TlsFiles; readonly index: string | undefined },
): To | undefined {
  const path = decodeURIComponent(url.pathname)
  switch (kind) {
    case 'syslog': {
      const host = url.hostname.replace(/^\[(.*)\]$/, '$1')
      if (host === '' || (url.pathname !== '' && url.pathname !== '/')) return undefined
      const port = Number(url.port) || (PORTS[url.protocol] ?? 0)
      const transport = url.protocol.slice('syslog+'.length, -1) as 'tls' | 'tcp' | 'udp'
      return { kind, transport, host, port, tls }
    }
    case 'webhook':
      return { kind, url: `${url.origin}${url.pathname}`, tls }
    case 'splunk':
      // A scheme of ours has no origin.
      return url.host === '' || !/^\/?$/.test(url.pathname)
        ? undefined
        : {
            kind,
            url: `${url.protocol.slice('splunk+'.length)}//${url.host}/services/collector/event`,
            index,
            tls,
          }
    case 'file':
      return url.host === '' && path.length > 1 && !path.endsWith('/') ? { kind, path } : undefined
  }
}
