import { execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { notRun } from '#test/support/not-run.ts'

const PROGRAM = '/usr/sbin/rsyslogd'
const modules = [
  '/usr/lib/x86_64-linux-gnu/rsyslog',
  '/usr/lib/aarch64-linux-gnu/rsyslog',
  '/usr/lib/rsyslog',
  '/usr/lib64/rsyslog',
]

/** True where Debian's rsyslog and its TLS driver are; without them the end of the run says so. */
export function hasRsyslog(): boolean {
  const found =
    existsSync(PROGRAM) && modules.some((folder) => existsSync(join(folder, 'lmnsd_ossl.so')))
  if (!found)
    notRun(
      'rsyslog tests (no rsyslogd with TLS found; install rsyslog, rsyslog-openssl and openssl)',
    )
  return found
}

/** An authority, and what it certified for 127.0.0.1. File names. */
function certificates(folder: string): {
  readonly ca: string
  readonly cert: string
  readonly key: string
} {
  const at = (name: string) => join(folder, name)
  const openssl = (...options: readonly string[]) =>
    execFileSync('openssl', [...options], { cwd: folder, stdio: 'ignore' })
  const fresh = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes']
  openssl(
    'req',
    '-x509',
    ...fresh,
    '-keyout',
    'ca.key',
    '-out',
    'ca.pem',
    '-subj',
    '/CN=test authority',
    '-days',
    '2',
  )
  openssl('req', ...fresh, '-keyout', 'server.key', '-out', 'server.csr', '-subj', '/CN=127.0.0.1')
  writeFileSync(at('san'), 'subjectAltName=IP:127.0.0.1')
  openssl(
    'x509',
    '-req',
    '-in',
    'server.csr',
    '-CA',
    'ca.pem',
    '-CAkey',
    'ca.key',
    '-CAcreateserial',
    '-out',
    'server.pem',
    '-days',
    '2',
    '-extfile',
    'san',
  )
  return { ca: at('ca.pem'), cert: at('server.pem'), key: at('server.key') }
}

const freePort = () =>
  new Promise<number>((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })

const isOpen = (port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' })
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
    socket.once('connect', () => socket.destroy())
  })

type Received = {
  readonly pri: string
  readonly at: string
  readonly host: string
  readonly app: string
  readonly id: string
  readonly text: string
}

/** A real rsyslog with an input each for TLS, TCP and UDP; each writes what it got before it says that it has it. */
export async function rsyslog() {
  const folder = mkdtempSync(join(tmpdir(), 'ai-usage-rsyslog-'))
  const files = certificates(folder)
  const [tls, tcp, udp] = [await freePort(), await freePort(), await freePort()]
  const out = join(folder, 'received')
  writeFileSync(out, '')
  writeFileSync(
    join(folder, 'rsyslog.conf'),
    `global(workDirectory="${folder}" maxMessageSize="64k"
  DefaultNetstreamDriverCAFile="${files.ca}"
  DefaultNetstreamDriverCertFile="${files.cert}" DefaultNetstreamDriverKeyFile="${files.key}")
module(load="imtcp")
module(load="imudp")
input(type="imtcp" address="127.0.0.1" port="${tls}" ruleset="r"
  StreamDriver.Name="ossl" StreamDriver.Mode="1" StreamDriver.AuthMode="anon")
input(type="imtcp" address="127.0.0.1" port="${tcp}" ruleset="r" StreamDriver.Name="ptcp")
input(type="imudp" address="127.0.0.1" port="${udp}" ruleset="r")
template(name="t" type="string"
  string="%pri% %timestamp:::date-rfc3339% %hostname% %app-name% %msgid% %msg%\\n")
ruleset(name="r" queue.type="Direct") {
  action(type="omfile" file="${out}" template="t" asyncWriting="off" flushOnTXEnd="on")
}
`,
  )
  let child: ReturnType<typeof spawn> | undefined
  const start = async () => {
    child = spawn(PROGRAM, ['-n', '-f', join(folder, 'rsyslog.conf'), '-i', join(folder, 'pid')], {
      stdio: 'ignore',
    })
    for (let tries = 0; !((await isOpen(tls)) && (await isOpen(tcp))); tries += 1) {
      if (tries > 200) throw new Error('rsyslog did not start')
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
  /** Killed while it reads nothing of what this machine has taken for it already. */
  const die = async () => {
    child?.kill('SIGSTOP')
    await new Promise((resolve) => setTimeout(resolve, 150))
    await kill()
  }
  const kill = async () => {
    const ended = new Promise((resolve) => child?.once('exit', resolve))
    child?.kill('SIGKILL')
    await ended
  }
  await start()
  return {
    ca: files.ca,
    tls: `syslog+tls://127.0.0.1:${tls}`,
    tcp: `syslog+tcp://127.0.0.1:${tcp}`,
    udp: `syslog+udp://127.0.0.1:${udp}`,
    start,
    die,
    received: (): readonly Received[] =>
      readFileSync(out, 'utf8')
        .split('\n')
        .slice(0, -1)
        .map((line) => {
          const [pri = '', at = '', host = '', app = '', id = '', ...rest] = line.split(' ')
          return { pri, at, host, app, id, text: rest.join(' ').trim() }
        }),
    [Symbol.asyncDispose]: kill,
  }
}
