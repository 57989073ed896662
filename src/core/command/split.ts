import type { Dimension } from '#core/metric/metric.ts'

/** What numbers are split by. */
type Split = { readonly by: Dimension; readonly also?: Dimension | undefined }

/** `by:team`, `by:team,model` */
export function formatSplit({ by, also }: Split): string {
  return also === undefined ? `by:${by}` : `by:${by},${also}`
}
