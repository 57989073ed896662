/** Limits of quartile levels, and taking new ones. */
export type LimitsCommand =
  | { readonly kind: 'limits'; readonly act: 'list' }
  | { readonly kind: 'limits'; readonly act: 'take'; readonly tools?: readonly string[] }
