import { FORMATTERS } from '#core/siem/format.ts'
import type { Sender } from '#core/siem/record.ts'
import { syslogMessage } from '#core/siem/syslog.ts'
import type { Sink, SinkSetting } from '#forwarding.ts'

import { file } from './file.ts'
import { poster } from './post.ts'
import { splunk } from './splunk.ts'
import { syslogStream } from './syslog-stream.ts'
import { syslogUdp } from './syslog-udp.ts'
import { webhook } from './webhook.ts'
import type { Write } from './write.ts'

const nothing = () => Promise.resolve()

/** Opens nothing yet: a sink connects when there is something to send. */
export function openSink(
  { address, secret = '' }: SinkSetting,
  sender: Sender,
  now: () => number,
): Sink {
  const { format } = address
  const write: Write = (record) => FORMATTERS[format](record, sender)
  switch (address.kind) {
    case 'syslog': {
      const message: Write = (record) => syslogMessage(record, write(record), sender)
      const send =
        address.transport === 'udp' ? syslogUdp(address, message) : syslogStream(address, message)
      return { send, close: nothing }
    }
    case 'webhook': {
      const { post, close } = poster(address.url, address.tls)
      return { send: webhook({ post, secret, format, write, now }), close }
    }
    case 'splunk': {
      const { post, close } = poster(address.url, address.tls)
      const { index } = address
      return { send: splunk({ post, token: secret, index, format, write, sender }), close }
    }
    case 'file':
      return { send: file(address.path, write), close: nothing }
  }
}
