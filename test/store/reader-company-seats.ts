/** Seats of a company, whose they are, and limits of quartile levels. */
export type Surroundings = {
  /** Of each tool the last are in force. */
  readonly limits?: readonly {
    readonly tool: string
    readonly light: number
    readonly moderate: number
    readonly heavy: number
  }[]
  /** Each of the account that the n-th use is of, or of one that did nothing; `person`: whose it is since a day. */
  readonly seats?: readonly {
    readonly tool: string
    readonly account: number
    readonly person?: string | undefined
    readonly since: string
    readonly from: string
  }[]
}

type Named = Surroundings & {
  readonly tools?: readonly string[]
  readonly people?: readonly string[]
}

/** When the limits of every company were taken, and from which weeks. */
export const TAKEN = {
  taken_day: '2026-10-01',
  from_day: '2026-08-31',
  to_day: '2026-09-27',
  by: 'test',
  at: '2026-10-01T09:00:00Z',
}

type Put = (into: string, columns: string, values: readonly object[]) => Promise<unknown>

export async function giveSeats(
  { tools = [], people = [], seats = [], limits = [] }: Named,
  put: Put,
): Promise<void> {
  const tenant_id = 1
  await put(
    'account_person',
    'tenant_id, account_id, valid_from, valid_to, person_id',
    seats.flatMap(({ account, person, since }) =>
      person === undefined
        ? []
        : [
            {
              tenant_id,
              account_id: account + 1,
              valid_from: since,
              valid_to: '9999-12-31',
              person_id: people.indexOf(person) + 1,
            },
          ],
    ),
  )
  await put(
    'seat_assignment',
    'tenant_id, tool_id, account_id, valid_from, valid_to, plan, batch_id',
    seats.map(({ tool, account, from }) => ({
      tenant_id,
      tool_id: tools.indexOf(tool) + 1,
      account_id: account + 1,
      valid_from: from,
      valid_to: '9999-12-31',
      plan: 'enterprise',
      batch_id: 1,
    })),
  )
  for (const { tool, ...from } of limits)
    await put(
      'quartile_limit',
      'tenant_id, tool_id, light, moderate, heavy, taken_day, from_day, to_day, by, at',
      [{ tenant_id, tool_id: tools.indexOf(tool) + 1, ...from, ...TAKEN }],
    )
}
