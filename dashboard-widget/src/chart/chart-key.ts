import { html, type TemplateResult } from 'lit';

/** A short stroke that shows in a legend how a line is drawn. */
export const chartKey = (line: 'line' | 'previous' | 'unfinished'): TemplateResult =>
  html`<svg class="key" viewBox="0 0 14 8" aria-hidden="true"><path class=${line} d="M1 4H13"/></svg>`;
