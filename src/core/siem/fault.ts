/** Why a sink did not take what it was sent: our words and codes, nothing of what was sent. */
export type SinkFault = { readonly kind: string; readonly says: string; readonly fix: string }

const NETWORK = 'Check its address, that it runs, and that a firewall lets this machine reach it.'

const NO_TLS = [
  'it does not speak TLS there',
  'Check the port of its address, or set TLS up on that side.',
] as const
const NO_WAY = ['no way leads there', NETWORK] as const
const NOT_OURS = ['it may not be written', 'Let the user that runs AI Usage write there.'] as const

const KNOWN: Readonly<Record<string, readonly [says: string, fix: string]>> = {
  ECONNREFUSED: ['nobody listens there', NETWORK],
  ENOTFOUND: ['its name is not known', 'Check the name in its address, and DNS.'],
  EAI_AGAIN: ['its name could not be looked up', 'Check DNS.'],
  ETIMEDOUT: ['it does not answer', NETWORK],
  ECONNRESET: ['it closed the connection before it had read everything', 'Look into its log.'],
  EPIPE: ['it closed the connection before it had read everything', 'Look into its log.'],
  'closed early': [
    'it closed the connection before it had read everything',
    'Look into its log. TLS may be expected where there is none, or the other way round.',
  ],
  'not closed': [
    'it did not say that it had read everything',
    'A syslog receiver closes a connection whose sender is done; look into its log.',
  ],
  EHOSTUNREACH: NO_WAY,
  ENETUNREACH: NO_WAY,
  ERR_SSL_WRONG_VERSION_NUMBER: NO_TLS,
  CERT_HAS_EXPIRED: [
    'its certificate has ended',
    'Give it a new one; where it has one, check the clock of this machine.',
  ],
  ERR_TLS_CERT_ALTNAME_INVALID: [
    'its certificate is for another name',
    'Write its address with a name that its certificate has, or give it a certificate for this one.',
  ],
  EACCES: NOT_OURS,
  EROFS: NOT_OURS,
  EISDIR: ['it is a folder', 'Write the name of a file in it.'],
  ENOENT: ['its folder, or a file of its options, is not there', 'Make it, or correct the path.'],
  ENOSPC: ['the disk is full', 'Make room.'],
  EMSGSIZE: ['a record is too long for one datagram', 'Use syslog+tls or syslog+tcp.'],
  'HTTP 401': ['it does not accept the secret', 'Correct the setting that ends in _SECRET.'],
  'HTTP 403': ['it does not accept the secret', 'Correct the setting that ends in _SECRET.'],
  'HTTP 404': ['there is no such place', 'Correct the path of its address.'],
}

/** `kind` is a code of Node or an answer such as `HTTP 503`. */
export function sinkFault(kind: string): SinkFault {
  const [says, fix] =
    KNOWN[kind] ??
    (/CERT|SELF_SIGNED|VERIFY|TLS|SSL/.test(kind)
      ? [
          'its certificate, or ours, is not accepted',
          'Give the certificate of its authority with ca=, and ours with cert= and key= where it asks for one.',
        ]
      : kind.startsWith('HTTP ')
        ? ['it refuses', 'Look into its log.']
        : ['it fails', 'Look into its log, and into ours.'])
  return { kind, says: `${says} (${kind})`, fix }
}
