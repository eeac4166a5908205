import { css, unsafeCSS } from 'lit';
import { PALETTE } from './palette.ts';

const colours = Object.entries(PALETTE)
  .map(([name, [light, dark]]) => `--_${name}:var(--sp-${name},light-dark(${light},${dark}));`)
  .join('');

/** Custom properties and type that every element starts from. The theme is the host's `color-scheme` unless named. */
export const theme = css`
  :host {
    ${unsafeCSS(colours)}
    --_radius: var(--sp-radius, 10px);
    display: block;
    color: var(--_ink);
    font: 400 14px/20px var(--sp-font, ui-sans-serif, system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif);
    font-variant-numeric: tabular-nums;
    text-align: start;
    -webkit-text-size-adjust: 100%;
  }
  :host([hidden]) { display: none; }
  :host([theme='light']) { color-scheme: light; }
  :host([theme='dark']) { color-scheme: dark; }
  :host([theme='auto']) { color-scheme: light dark; }
  @media (forced-colors: active) {
    :host {
      --_ink: CanvasText; --_muted: CanvasText; --_line: CanvasText; --_edge: CanvasText; --_surface: Canvas;
      --_ground: Canvas; --_accent: Highlight; --_tint: Highlight; --_better: CanvasText; --_worse: CanvasText;
    }
  }
`;
