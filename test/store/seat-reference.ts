/** Seats by hand: every number is a loop over the seats as the test wrote them. It shares no code with what it checks. */

export type Seat = {
  readonly person: string
  readonly tool: string
  readonly plan: string
  readonly from: string
  readonly to: string
  readonly vendor?: string | undefined
}
type Pool = {
  readonly tool: string
  readonly plan: string
  readonly purchased?: number | undefined
  readonly micros?: number | undefined
  readonly currency: string
}
type Agreed = {
  readonly tool: string
  readonly plan: string
  readonly seats?: number | undefined
  readonly micros?: number | undefined
  readonly currency: string
}
export type Held = {
  readonly seats: readonly Seat[]
  readonly pools: readonly Pool[]
  readonly agreed: readonly Agreed[]
  readonly uses: readonly { readonly tool: string; readonly person: string; readonly day: string }[]
  readonly covered: readonly { readonly tool: string; readonly day: string }[]
  /** Days away, both included; undefined: no directory says who is on leave. */
  readonly leaves?:
    | readonly { readonly person: string; readonly from: string; readonly to: string }[]
    | undefined
  /** Whose seat is whose: nobody moves. */
  readonly units: Readonly<Record<string, string>>
}

export const shifted = (day: string, days: number) =>
  new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10)

export type Numbers = Readonly<Record<string, number | null>>

/** Every number over some of the seats of a day; `bought`: also over what is paid for. */
export function numbersOn(
  held: Held,
  on: string,
  {
    tools,
    mine,
    bought,
  }: {
    readonly tools: readonly string[]
    readonly mine: (seat: Seat) => boolean
    readonly bought: boolean
  },
): Numbers {
  const first = shifted(on, -29)
  const of = held.seats.filter((seat) => seat.from <= on && on <= seat.to)
  const lastOf = (seat: Seat) => {
    const days = held.uses
      .filter(({ tool, person, day }) => tool === seat.tool && person === seat.person && day <= on)
      .map(({ day }) => day)
    return [...days, ...(seat.vendor ? [seat.vendor] : [])].toSorted().at(-1)
  }
  const judged = tools.filter((tool) => {
    const days = new Set(
      held.covered.flatMap((one) =>
        one.tool === tool && one.day >= first && one.day <= on ? [one.day] : [],
      ),
    )
    const all = of.filter((seat) => seat.tool === tool && mine(seat))
    return days.size >= 27 || (all.length > 0 && all.every(({ vendor }) => vendor !== undefined))
  })
  const seen = of
    .filter((seat) => tools.includes(seat.tool) && mine(seat))
    .map((seat) => {
      const last = lastOf(seat)
      const active = last !== undefined && last >= first
      const isAway = (day: string) =>
        (held.leaves ?? []).some(
          ({ person, from, to }) => person === seat.person && from <= day && day <= to,
        )
      // Day by day since they had the seat or used it: was there, and did not use it.
      let there = 0
      for (let day = on; day >= seat.from && day > (last ?? ''); day = shifted(day, -1))
        if (!isAway(day)) there += 1
      const old = !active && seat.from < first
      const idle = old && !isAway(on) && there >= 30
      return {
        ...seat,
        last,
        active,
        fresh: !active && seat.from >= first,
        idle,
        away: old && !idle,
      }
    })
  const known = seen.filter(({ tool }) => judged.includes(tool))
  const agreedOn = (pool: Pool) =>
    held.agreed
      .filter(({ tool, plan }) => tool === pool.tool && (plan === '' || plan === pool.plan))
      .toSorted(
        (a, b) =>
          Number(a.micros === undefined) - Number(b.micros === undefined) ||
          b.plan.length - a.plan.length,
      )[0]
  const pools = held.pools.map((pool) => {
    const agreed = agreedOn(pool)
    const price = agreed?.micros === undefined ? pool : agreed
    return {
      ...pool,
      purchased: pool.purchased ?? agreed?.seats,
      micros: price.currency === 'USD' ? price.micros : undefined,
    }
  })
  const priceOf = (seat: Seat) =>
    pools.find(({ tool, plan }) => tool === seat.tool && plan === seat.plan)?.micros
  const paid = bought
    ? pools.filter(({ tool, purchased }) => tools.includes(tool) && purchased !== undefined)
    : []
  const paidJudged = paid.filter(({ tool }) => judged.includes(tool))
  const total = (of: readonly { readonly purchased?: number | undefined }[]) =>
    of.reduce((sum, { purchased }) => sum + (purchased ?? 0), 0)
  const used = known.filter(
    (seat) =>
      seat.active && paidJudged.some(({ tool, plan }) => tool === seat.tool && plan === seat.plan),
  ).length
  const idle = known.filter((seat) => seat.idle)
  const costly = judged.filter((tool) => {
    const own = idle.filter((seat) => seat.tool === tool)
    return own.length === 0 || own.some((seat) => priceOf(seat) !== undefined)
  })
  const told = <Value>(some: readonly unknown[], value: Value) => (some.length > 0 ? value : null)
  return {
    assigned_seats: told(tools, seen.length),
    purchased_seats: told(paid, total(paid)),
    active_seats: told(judged, known.filter(({ active }) => active).length),
    seat_utilisation: total(paidJudged) > 0 ? used / total(paidJudged) : null,
    idle_seats: told(judged, idle.length),
    on_leave: held.leaves ? told(judged, known.filter(({ away }) => away).length) : null,
    idle_seat_cost: told(
      costly,
      idle
        .filter(({ tool }) => costly.includes(tool))
        .reduce((sum, seat) => sum + (priceOf(seat) ?? 0), 0),
    ),
  }
}

/** What became of the first seats whose 30 days ended in a period, and were over before today. */
export function startedIn(
  held: Held,
  [from, to]: readonly [string, string],
  { today, mine }: { readonly today: string; readonly mine: (seat: Seat) => boolean },
): readonly (number | null)[] {
  const firsts = [
    ...Map.groupBy(held.seats, ({ tool, person }) => `${tool} ${person}`).values(),
  ].flatMap((own) => own.toSorted((a, b) => (a.from < b.from ? -1 : 1))[0] ?? [])
  const started = firsts.flatMap((seat) => {
    const end = shifted(seat.from, 29)
    const known = new Set(
      held.covered.flatMap(({ tool, day }) =>
        tool === seat.tool && day >= seat.from && day <= end ? [day] : [],
      ),
    )
    if (!mine(seat) || end < from || end > to || end >= today || known.size < 27) return []
    const [first] = held.uses
      .flatMap(({ tool, person, day }) =>
        tool === seat.tool && person === seat.person && day >= seat.from && day < today
          ? [day]
          : [],
      )
      .toSorted()
    return [{ used: first !== undefined && first <= end, after: first && daysTo(seat.from, first) }]
  })
  if (started.length === 0) return [null, null, null, null]
  const after = started
    .flatMap((one) => (typeof one.after === 'number' ? [one.after] : []))
    .toSorted((a, b) => a - b)
  const half = after.length / 2
  const median = Number.isInteger(half)
    ? ((after[half - 1] ?? 0) + (after[half] ?? 0)) / 2
    : (after[half - 0.5] ?? 0)
  return [
    started.filter(({ used }) => used).length,
    started.length,
    after.length === 0 ? null : median,
    started.length - after.length,
  ]
}

const daysTo = (from: string, to: string) => (Date.parse(to) - Date.parse(from)) / 86_400_000
