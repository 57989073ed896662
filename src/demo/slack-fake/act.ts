import { change } from './change.ts'
import { click } from './click.ts'
import { command } from './command.ts'
import type { Delivery, Retry, Tampering } from './deliver.ts'
import { channelOf, type Desk } from './desk.ts'
import { dm, mention, openHome, renamed, say } from './events.ts'
import type {
  ChangeInput,
  ClickInput,
  CommandInput,
  DmInput,
  MentionInput,
  SubmitInput,
  SuggestInput,
} from './inputs.ts'
import { submit } from './submit.ts'
import { type Offered, suggest } from './suggest.ts'

/** What people do in Slack that reaches the app. */
export type Acts = {
  command(input: CommandInput): Promise<Delivery>
  click(input: ClickInput): Promise<Delivery>
  /** Undefined where the app did not ask to be told of it. */
  change(input: ChangeInput): Promise<Delivery | undefined>
  submit(input: SubmitInput): Promise<Delivery>
  /** Types into a list that looks its options up; throws where Slack would show none for a fault. */
  suggest(input: SuggestInput): Promise<Offered>
  mention(input: MentionInput): Promise<Delivery>
  dm(input: DmInput): Promise<Delivery>
  openHome(input: { readonly user: string; readonly how?: Tampering }): Promise<Delivery>
  /** Writes in a channel what no app hears: neither a command nor a mention. */
  say(input: { readonly user: string; readonly channel: string; readonly text: string }): void
  /** The same delivery once more; with `newEventId`, as Slack has been seen to re-send events. */
  redeliver(
    delivery: Delivery,
    options?: { readonly how?: Tampering; readonly retry?: Retry; readonly newEventId?: boolean },
  ): Promise<Delivery>
}

export function createActs(desk: Desk): Acts {
  const { world, deliver } = desk
  return {
    command: (input) => command(desk, input),
    click: (input) => click(desk, input),
    change: (input) => change(desk, input),
    submit: (input) => submit(desk, input),
    suggest: (input) => suggest(desk, input),
    mention: (input) => mention(desk, input),
    dm: (input) => dm(desk, input),
    openHome: (input) => openHome(desk, input),
    say: ({ user, channel, text }) => {
      say(world, { channel: channelOf(world, user, channel), user, text })
    },
    redeliver: ({ kind, contentType, body }, { how, retry, newEventId } = {}) =>
      deliver(
        { kind, contentType, body: newEventId ? renamed(world, body) : body },
        {
          ...how,
          ...(kind === 'event' && { retry: retry ?? { number: 1, reason: 'http_timeout' } }),
        },
      ),
  }
}
