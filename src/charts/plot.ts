import * as vega from 'vega'
import { compile, type TopLevelSpec } from 'vega-lite'

import { textWidth, weightOf } from './measure.ts'
import { px } from './svg.ts'
import { type Theme, vegaConfig } from './theme.ts'

/** A Vega-Lite view or layer without its size and configuration, which `plot` adds. */
export type Spec = Readonly<Record<string, unknown>>

export type Frame = {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export type Margins = {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

/** A piece of the picture, and what Vega had to say about it: nothing, in a sound chart. */
export type Drawn = { readonly svg: string; readonly warnings: readonly string[] }

type Measuring = { textMetrics: { width(item: Face, text: string | number | null): number } }
type Face = { readonly fontSize?: number; readonly fontWeight?: unknown }

// Vega measures text on a canvas, or guesses. The typings leave this hook out.
const measuring = vega as unknown as Measuring
measuring.textMetrics.width = ({ fontSize = 11, fontWeight }, text) =>
  textWidth(`${text ?? ''}`.trim(), fontSize, weightOf(fontWeight))

/** The part of the frame inside its margins: where the data is drawn. */
export function inside({ x, y, width, height }: Frame, margins: Margins): Frame {
  return {
    x: x + margins.left,
    y: y + margins.top,
    width: width - margins.left - margins.right,
    height: height - margins.top - margins.bottom,
  }
}

/**
 * Draws a spec so that its plot rectangle fills the frame inside the margins, whatever its labels.
 * It can't load anything: neither a file nor an address.
 */
export async function plot(
  spec: Spec,
  { frame, margins, theme }: { frame: Frame; margins: Margins; theme: Theme },
): Promise<Drawn> {
  const warnings: string[] = []
  const logger = collect(warnings)
  const { width, height } = inside(frame, margins)
  const full = {
    width,
    height,
    autosize: { type: 'none' },
    padding: margins,
    background: null,
    config: vegaConfig(theme),
    ...spec,
  } as unknown as TopLevelSpec
  const view = new vega.View(vega.parse(compile(full, { logger }).spec), {
    renderer: 'none',
    loader: denying(warnings),
    logger,
  })
  try {
    await view.runAsync()
    const svg = await view.toSVG()
    const at = `<svg x="${px(frame.x)}" y="${px(frame.y)}" overflow="visible" `
    return { svg: svg.replace(/^<svg /, at), warnings }
  } finally {
    view.finalize()
  }
}

function collect(warnings: string[]): vega.LoggerInterface {
  const note = (...said: readonly unknown[]): vega.LoggerInterface => {
    warnings.push(said.map(String).join(' '))
    return logger
  }
  const ignore = (): vega.LoggerInterface => logger
  // `level` reads without an argument and sets with one.
  const level = ((value?: number) => (value === undefined ? vega.Warn : logger)) as {
    (value: number): vega.LoggerInterface
    (): number
  }
  const logger: vega.LoggerInterface = {
    level,
    error: note,
    warn: note,
    info: ignore,
    debug: ignore,
  }
  return logger
}

function denying(warnings: string[]): vega.Loader {
  const deny = (uri: string): Promise<never> => {
    warnings.push(`denied: ${uri}`)
    return Promise.reject(new Error('A chart may not load anything'))
  }
  return { load: deny, sanitize: deny, http: deny, file: deny }
}
