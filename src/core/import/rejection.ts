/** A row that was not taken: where, what it says, and the right form. Never a whole identifier. */
export type Rejection = {
  /** Base name. */
  readonly file: string
  readonly line: number
  readonly field: string | null
  /** Shortened, or only its shape where it may name a person. */
  readonly value: string | null
  /** Continues the sentence: "is not a whole number". */
  readonly why: string
  /** An imperative sentence. */
  readonly fix: string
}

/** `usage.csv:17: input_tokens '12.5' is not a whole number. Write a whole number, like 1250.` */
export function rejectionText({ file, line, field, value, why, fix }: Rejection): string {
  const what = [field, value === null ? null : `'${value}'`, why].filter((word) => word !== null)
  return `${file}:${line}: ${what.join(' ')}. ${fix}`
}
