/** A mistake its reader can mend: what is wrong (place, value), and the sentence that says what to do. */
export class UserError extends Error {
  readonly fix: string

  constructor(what: string, fix: string) {
    super(what)
    this.name = 'UserError'
    this.fix = fix
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
