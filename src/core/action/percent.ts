/** `18 % more`, `5 % less` */
export const percent = (fraction: number): string =>
  `${Math.round(Math.abs(fraction) * 100)} % ${fraction < 0 ? 'less' : 'more'}`
