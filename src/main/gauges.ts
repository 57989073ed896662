import { gaugesOf } from '#core/gauge/gauges.ts'
import { prometheusText } from '#core/gauge/prometheus.ts'
import type { Gauges } from '#gauges/serve.ts'

import type { OpenHouse } from './open-house.ts'

/** Undefined without a token: nobody may ask. */
export async function startGauges(house: OpenHouse): Promise<Gauges | undefined> {
  const { config, log } = house
  const { token, port } = config.metrics
  if (token === undefined) return undefined
  const { serveGauges } = await import('#gauges/serve.ts')
  return serveGauges({ host: config.host, port, token }, () => readGauges(house), log)
}

async function readGauges(house: OpenHouse): Promise<string> {
  const now = house.collect.clock.now()
  const [sinks, deliveries, alerts, streams] = await Promise.all([
    house.sinks(),
    house.subscribing.outbox.health(now),
    house.alerts.open(),
    house.status(),
  ])
  const locked = house.lock.held() !== undefined
  return prometheusText(gaugesOf({ now, locked, sinks, deliveries, alerts, streams }))
}
