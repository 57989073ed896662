import { Agent, request } from 'undici'

import type { TlsFiles } from '#core/siem/address.ts'
import { SinkError } from '#forwarding.ts'

import { sinkError } from './code.ts'
import { readTls } from './tls-files.ts'

const PATIENCE_MS = 15_000

export type Post = (body: string, headers: Readonly<Record<string, string>>) => Promise<void>

/**
 * Posts to one address; any answer but 2xx is a failure, and a redirect is one too: what is sent goes
 * nowhere else. @throws SinkError
 */
export function poster(url: string, tls: TlsFiles): { post: Post; close: () => Promise<void> } {
  let agent: Agent | undefined
  const forget = async () => {
    const old = agent
    agent = undefined
    await old?.destroy()
  }
  return {
    async post(body, headers) {
      try {
        agent ??= new Agent({
          connect: { ...(await readTls(tls)), timeout: PATIENCE_MS },
          headersTimeout: PATIENCE_MS,
          bodyTimeout: PATIENCE_MS,
          connections: 1,
        })
        const answer = await request(url, { method: 'POST', body, headers, dispatcher: agent })
        await answer.body.dump()
        if (answer.statusCode < 200 || answer.statusCode > 299)
          throw new SinkError(`HTTP ${answer.statusCode}`)
      } catch (error) {
        // The next try reads the certificates anew and keeps no connection of this one.
        await forget()
        throw sinkError(error)
      }
    },
    close: forget,
  }
}
