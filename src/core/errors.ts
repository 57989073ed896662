/** A mistake its reader can mend: what is wrong (place, value), and the sentence that says what to do. */
export class UserError extends Error {
  readonly fix: string

  constructor(what: string, fix: string) {
    super(what)
    this.name = 'UserError'
    this.fix = fix
  }
}
