export const LOOPBACK: ReadonlySet<string> = new Set(['127.0.0.1', '[::1]', 'localhost'])

/** `api.openai.com=https://egress.corp.example`: a host and where calls meant for it go. */
export function gatewayOf(text: string): readonly [host: string, origin: string] | undefined {
  const [, host = '', address = ''] = /^([a-z0-9.-]+(?::\d+)?)=(.+)$/i.exec(text) ?? []
  if (host === '' || !URL.canParse(address)) return undefined
  const { protocol, hostname, origin, href } = new URL(address)
  const kept = protocol === 'https:' || (protocol === 'http:' && LOOPBACK.has(hostname))
  // A path or a user in it would be dropped, so it is no origin.
  return kept && href === `${origin}/` ? [host.toLowerCase(), origin] : undefined
}
