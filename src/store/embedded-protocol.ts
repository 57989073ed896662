/** What the main thread asks of the thread that runs PGlite. `tx` names an open transaction. */
export type Request =
  | {
      readonly kind: 'query'
      readonly sql: string
      readonly params: readonly unknown[]
      readonly rowMode: 'array' | 'object'
      readonly tx?: number
      /** What COPY reads from '/dev/blob'. */
      readonly blob?: Uint8Array<ArrayBuffer>
    }
  | { readonly kind: 'begin'; readonly tx: number }
  | { readonly kind: 'commit' | 'rollback'; readonly tx: number }
  | { readonly kind: 'close' }

export type Envelope = { readonly id: number; readonly request: Request }

export type Reply =
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly failed: { readonly message: string; readonly code?: string } }
