import { html, svg, type SVGTemplateResult, type TemplateResult } from 'lit';

/** Drawn on a grid of 16. */
const ICONS = {
  up: svg`<path d="M4 12 12 4M6 4h6v6"/>`,
  down: svg`<path d="M4 4l8 8M12 6v6H6"/>`,
  flat: svg`<path d="M3 8h10"/>`,
  info: svg`<circle cx="8" cy="8" r="6"/><path d="M8 7.5V11M8 5.2v.1"/>`,
  close: svg`<path d="m4.5 4.5 7 7m0-7-7 7"/>`,
  chevron: svg`<path d="m4.5 6.5 3.5 3.5 3.5-3.5"/>`,
  calendar: svg`<rect x="2.5" y="3.5" width="11" height="10" rx="2"/><path d="M2.5 6.5h11M5.5 2v2.5M10.5 2v2.5"/>`,
  table: svg`<rect x="2.5" y="3" width="11" height="10" rx="1.5"/><path d="M2.5 6.5h11M2.5 9.8h11M6.5 6.5V13"/>`,
  filter: svg`<path d="M2.5 4.5h11M4.5 8h7M6.5 11.5h3"/>`,
  download: svg`<path d="M8 2.5v7.5M5 7.2l3 3 3-3M3 13.5h10"/>`,
  share: svg`<path d="M6.6 9.4a2.6 2.6 0 0 0 3.7 0l2.4-2.4a2.6 2.6 0 0 0-3.7-3.7l-.6.6M9.4 6.6a2.6 2.6 0 0 0-3.7 0L3.3 9A2.6 2.6 0 0 0 7 12.7l.6-.6"/>`,
  refresh: svg`<path d="M13 8a5 5 0 1 1-1.6-3.7M13 2.5V5h-2.5"/>`,
} as const satisfies Record<string, SVGTemplateResult>;

export type IconName = keyof typeof ICONS;

/** An icon beside a text that says the same; hidden from screen readers. */
export const icon = (name: IconName): TemplateResult => html`<svg class="icon" viewBox="0 0 16 16" aria-hidden="true">${ICONS[name]}</svg>`;
