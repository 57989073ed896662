/** `+0.42`, `−1.30`, `0.00`. */
export function signed(value: number, digits = 2): string {
  const size = Math.abs(value).toFixed(digits)
  return `${Number(size) === 0 ? '' : value > 0 ? '+' : '−'}${size}`
}
