/** Someone looked at one person: who by role alone. `names`: the name behind the alias was shown. */
export type Look = {
  readonly at: number
  readonly role: string
  readonly what: 'numbers' | 'file' | 'name' | 'events'
}
