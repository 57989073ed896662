import type { Viewer } from '#core/access/access.ts'
import type { Message } from '#core/message/message.ts'

/** Who looks, and where; a place as audit rows have it. */
type Opened = { readonly viewer: Viewer; readonly place: string }

/** What is chosen from names as they are typed. */
export type TypedName = 'team' | 'user' | 'model'

/** Names that hold what was typed, those that begin with it first; people by alias. */
export type NamesLike = Readonly<
  Record<
    TypedName,
    (asked: {
      readonly typed: string
      readonly most: number
      /** Of units: these and those below them alone. */
      readonly within?: readonly string[]
      /** Of models: those that everyone may read of alone. */
      readonly published: boolean
    }) => Promise<readonly string[]>
  >
>

/** The names that someone may ask about, at most a hundred. */
export type TypeAhead = (
  what: TypedName,
  typed: string,
  asked: Opened,
) => Promise<readonly string[]>

/** Someone's page of their own; `contacts`: they are to see whom to ask for access. */
export type Home = { readonly message: Message; readonly contacts: boolean }

/** Never rejects. */
export type ComposeHome = (opened: Opened) => Promise<Home>
