import type { Config } from 'vega-lite'

export type Mode = 'light' | 'dark'

export type Theme = {
  readonly background: string
  readonly ink: string
  readonly ink2: string
  readonly ink3: string
  readonly grid: string
  readonly axis: string
  readonly band: string
  readonly tint: string
  readonly accent: string
  readonly context: string
  /** Five hues; grey is for the fold and for what nobody is known for. */
  readonly series: readonly [string, string, string, string, string]
  /** From least to most, told apart by lightness alone. */
  readonly ramp: readonly [string, string, string, string, string]
  readonly rest: string
  readonly unattributed: string
}

// Okabe–Ito hues tuned until each mark has a contrast of 3:1 to its card and any two stay apart
// (CIEDE2000 of 12 or more) for protan, deutan and tritan eyes. Amber can't join: at 3:1 on white
// it falls onto the orange.
export const THEMES: Record<Mode, Theme> = {
  light: {
    background: '#FFFFFF',
    ink: '#16191D',
    ink2: '#4B535E',
    ink3: '#6A727D',
    grid: '#E8EAED',
    axis: '#9AA1AB',
    band: '#F3F4F6',
    tint: '#DCE6FB',
    accent: '#2F62D9',
    context: '#868E99',
    series: ['#2F62D9', '#E0662F', '#00694C', '#7D1F5E', '#3A9BC9'],
    ramp: ['#E3EBFC', '#B4C8F7', '#7D9EEE', '#3F6DDD', '#163A94'],
    rest: '#868E99',
    unattributed: '#5B6470',
  },
  dark: {
    background: '#1F2226',
    ink: '#F2F4F6',
    ink2: '#BCC3CC',
    ink3: '#98A1AC',
    grid: '#343A41',
    axis: '#6B7480',
    band: '#282C31',
    tint: '#2B3A5C',
    accent: '#5F8BFA',
    context: '#7B8592',
    series: ['#5F8BFA', '#F0803C', '#35B98D', '#B24C8E', '#9BE0F6'],
    ramp: ['#2B3A5C', '#3A5699', '#5078D3', '#82A4FB', '#CFDDFF'],
    rest: '#A7AFBA',
    unattributed: '#77818D',
  },
}

export const FONT = 'Inter'

export function vegaConfig(theme: Theme): Config {
  return {
    font: FONT,
    padding: 0,
    // Labels for screen readers never reach a PNG, and Vega writes their dates in local time.
    aria: false,
    view: { stroke: null },
    axis: {
      domain: false,
      ticks: false,
      grid: false,
      // Not only a look: vega-lite 6.5 fails to merge axis titles of layers when this is unset.
      title: null,
      labelFont: FONT,
      labelFontSize: 12,
      labelColor: theme.ink3,
      labelPadding: 6,
      gridColor: theme.grid,
      gridWidth: 1,
    },
    axisX: {
      labelPadding: 5,
      domain: true,
      domainColor: theme.axis,
      domainWidth: 1,
      ticks: true,
      tickColor: theme.axis,
      tickSize: 4,
    },
    axisY: { grid: true },
    line: { strokeCap: 'round', strokeJoin: 'round' },
  }
}
