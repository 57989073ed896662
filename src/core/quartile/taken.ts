import type { TakenLimits } from './limits.ts'

/** Why no limits were taken of a tool: its weeks are not known, or its people are few or too alike. */
export type NotTaken = { readonly tool: string; readonly why: 'weeks' | 'people' }

export type Taken = { readonly taken: readonly TakenLimits[]; readonly not: readonly NotTaken[] }
