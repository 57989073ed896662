/** A mistake its reader can mend: what is wrong (place, value), and the sentence that says what to do. */
export class UserError extends Error {
  readonly fix: string
  /** Whoever it would be said to can't mend it: their account is deactivated. */
  readonly left: boolean

  constructor(what: string, fix: string, { left = false }: { readonly left?: boolean } = {}) {
    super(what)
    this.name = 'UserError'
    this.fix = fix
    this.left = left
  }
}

/** Whoever was asked said: later. Nothing was done. */
export class AskedToWait extends Error {
  /** For so long at least; undefined where they did not say. */
  readonly afterMs: number | undefined

  constructor(what: string, afterMs: number | undefined) {
    super(what)
    this.name = 'AskedToWait'
    this.afterMs = afterMs
  }
}
