import { BlockList, isIP } from 'node:net'

import type { Call, Setting, UsedKey } from '#collect.ts'

const NETWORK = String.raw`[0-9a-fA-F.:]+/\d{1,3}`
const HOST = String.raw`(\*\.)?[\w-]+(\.[\w-]+)*(:\d{1,5})?`
const listOf = (one: string) => new RegExp(`^${one}(\\s*,\\s*${one})*$`)

/** Without it no connector keeps anything of an address. */
export const OUR_NETWORKS: Setting = {
  name: 'AI_USAGE_OUR_NETWORKS',
  says: 'Networks that our keys are used from, as CIDR: use from elsewhere is told. Without it nothing of an address is kept.',
  secret: false,
  needed: false,
  form: {
    pattern: listOf(NETWORK),
    fits: (value) => networksOf(value) !== undefined,
    says: 'List networks, like 203.0.113.0/24,2001:db8::/32.',
  },
}

export const OUR_ENDPOINTS: Setting = {
  name: 'AI_USAGE_OUR_ENDPOINTS',
  says: 'Hosts that our vendor keys may be sent to: use on another one is told.',
  secret: false,
  needed: false,
  form: {
    pattern: listOf(HOST),
    says: 'List hosts, like api.openai.com,*.openai.azure.com.',
  },
}

/**
 * Addresses of nobody in particular: behind a proxy they are the proxy's, and so say nothing of where a
 * key was used, unless they are listed as ours.
 */
const PRIVATE =
  '10.0.0.0/8,172.16.0.0/12,192.168.0.0/16,100.64.0.0/10,127.0.0.0/8,169.254.0.0/16,::1/128,fc00::/7,fe80::/10'

const partsOf = (text: string) =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')

/** Undefined where one of them is no network. */
function networksOf(text: string): BlockList | undefined {
  const list = new BlockList()
  for (const part of partsOf(text)) {
    const [address = '', bits = ''] = part.split('/')
    const family = isIP(address)
    if (family === 0 || !/^\d{1,3}$/.test(bits) || Number(bits) > (family === 4 ? 32 : 128))
      return undefined
    list.addSubnet(address, Number(bits), family === 4 ? 'ipv4' : 'ipv6')
  }
  return list
}

const privates = networksOf(PRIVATE)

type Ours = {
  readonly networks: BlockList | undefined
  readonly endpoints: readonly string[]
}
const read = new WeakMap<Call, Ours>()

function oursOf(call: Call): Ours {
  const known = read.get(call)
  if (known) return known
  const networks = call.setting(OUR_NETWORKS.name)
  const ours = {
    networks: networks === undefined ? undefined : networksOf(networks),
    endpoints: partsOf(call.setting(OUR_ENDPOINTS.name)?.toLowerCase() ?? ''),
  }
  read.set(call, ours)
  return ours
}

const has = (list: BlockList | undefined, address: string): boolean =>
  list?.check(address, isIP(address) === 4 ? 'ipv4' : 'ipv6') ?? false

type Asked = {
  readonly address?: string | null | undefined
  readonly endpoint?: string | null | undefined
}

/**
 * Where a key was used: from which network, hashed, and whether that and the endpoint are ours.
 * `address` may be a list, as proxies pass them on: each of them must be ours.
 */
export function placeOf(call: Call, asked: Asked): Pick<UsedKey, 'network' | 'place'> {
  const { prefix, place } = whereOf(call, asked)
  return { network: prefix === null ? null : call.pseudonyms.asset(`network:${prefix}`), place }
}

/** The same with the network as it is, for what is hashed with more: it does not change with the key. */
export function whereOf(
  call: Call,
  { address, endpoint }: Asked,
): { readonly prefix: string | null; readonly place: UsedKey['place'] } {
  const { networks, endpoints } = oursOf(call)
  const addresses =
    networks === undefined
      ? []
      : partsOf(address ?? '').flatMap((one) => {
          const plain = one.replace(/^::ffff:(?=\d+\.)/i, '')
          return isIP(plain) === 0 ? [] : [plain]
        })
  const known = addresses.filter((one) => has(networks, one) || !has(privates, one))
  const other = known.find((one) => !has(networks, one))
  const from = other ?? known[0]
  const prefix = from === undefined ? null : prefixOf(from)
  if (other !== undefined) return { prefix, place: 'other address' }
  const host = endpoints.length === 0 ? undefined : hostOf(endpoint)
  if (host !== undefined && !endpoints.some((one) => isHost(one, host)))
    return { prefix, place: 'other endpoint' }
  return { prefix, place: from !== undefined || host !== undefined ? 'ours' : null }
}

/** A network is what one place usually has: 256 addresses of IPv4, a /48 of IPv6. */
function prefixOf(address: string): string {
  if (isIP(address) === 4) return address.split('.').slice(0, 3).join('.')
  const [left = '', right] = address.toLowerCase().split('%')[0]?.split('::') ?? []
  const groups = (text: string) => (text === '' ? [] : text.split(':'))
  const head = groups(left)
  const tail = groups(right ?? '')
  // An address of IPv4 at the end takes two groups.
  const taken = head.length + tail.length + (address.includes('.') ? 1 : 0)
  const filled = right === undefined ? [] : Array.from({ length: 8 - taken }, () => '0')
  return [...head, ...filled, ...tail]
    .slice(0, 3)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')
}

type Host = { readonly name: string; readonly port: string }
const PORTS: Readonly<Record<string, string>> = { 'http:': '80', 'https:': '443' }

function hostOf(endpoint: string | null | undefined): Host | undefined {
  if (!endpoint) return undefined
  const url = URL.parse(endpoint.includes('://') ? endpoint : `https://${endpoint}`)
  if (!url) return undefined
  return { name: url.hostname.toLowerCase(), port: url.port || (PORTS[url.protocol] ?? '') }
}

/** One that is listed without a port stands for each of its ports. */
function isHost(allowed: string, { name, port }: Host): boolean {
  const [listed = '', own = port] = allowed.split(':')
  return (
    own === port && (listed.startsWith('*.') ? name.endsWith(listed.slice(1)) : name === listed)
  )
}
