import type { View } from '#core/access/access.ts'

const READERS: Readonly<Record<View, string>> = {
  exact: 'Exact numbers: only admins with the person permission see this, in private.',
  published: 'Published numbers: whoever may ask this command sees the same.',
  self: 'Only you see this.',
  none: '',
}

/** Who may see an answer and its explanation. */
export function readers(view: View): string {
  return READERS[view]
}
