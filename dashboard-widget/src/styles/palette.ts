/** A colour in the light and in the dark theme. */
type Pair = readonly [light: string, dark: string];

/**
 * The whole palette. Ink on paper, one ultramarine accent; teal and sienna for better and worse, which stay apart in every
 * common colour blindness and never speak alone. Contrast is held by a test.
 */
export const PALETTE = {
  /** Figures, names. */
  ink: ['#1c1d22', '#eceae6'],
  /** Labels, explanations. */
  muted: ['#5f6069', '#a6a5a2'],
  /** Hairlines; decoration only. */
  line: ['#e5e3dd', '#2e2f33'],
  /** Edges of controls. */
  edge: ['#8b8a86', '#75757a'],
  /** The sheet on which all lies. */
  surface: ['#ffffff', '#17181b'],
  /** Quiet ground of menus' rows, skeletons and hovers. */
  ground: ['#f5f4f0', '#222327'],
  /** The line of the chart, what is chosen, the focus ring. */
  accent: ['#2f42b5', '#9fb0ff'],
  /** Bars behind names. */
  tint: ['#e8eaf8', '#272c47'],
  better: ['#0b665f', '#63cdbf'],
  worse: ['#99420d', '#f2a873'],
} as const satisfies Record<string, Pair>;
