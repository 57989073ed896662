import type { IncomingMessage } from 'node:http'

/**
 * Only this page may drive the demo. The `Host` check defeats DNS rebinding, the `Origin` check
 * another site's form or script; `Sec-Fetch-Site` says the same where a browser sends it.
 */
export function trespass(request: IncomingMessage, port: number): string | undefined {
  const { host, origin } = request.headers
  const site = request.headers['sec-fetch-site']
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`]
  if (host === undefined || !hosts.includes(host))
    return 'This page answers only at its own address.'
  if (request.method === 'GET') {
    const elsewhere = site === 'cross-site' || site === 'same-site'
    const navigation = request.headers['sec-fetch-mode'] === 'navigate'
    return elsewhere && !navigation ? 'Another site may not read this page.' : undefined
  }
  if (origin !== `http://${host}`) return 'Another site may not act on this page.'
  return undefined
}

/** Styles by attribute only, for the charts' legend; nothing from elsewhere, ever. */
export const HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "style-src-attr 'unsafe-inline'",
    "img-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; '),
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
}
