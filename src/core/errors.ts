/** A mistake its reader can mend: what is wrong (place, value), and the sentence that says what to do. */
export class UserError extends Error {
  readonly fix: string
  /** Whoever it would be said to can't mend it: their account is deactivated. */
  readonly left: boolean
  /** The code with which a chat would refuse what is sent there. */
  readonly refusal: string | undefined

  constructor(
    what: string,
    fix: string,
    { left = false, refusal }: { readonly left?: boolean; readonly refusal?: string } = {},
  ) {
    super(what)
    this.name = 'UserError'
    this.fix = fix
    this.left = left
    this.refusal = refusal
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
