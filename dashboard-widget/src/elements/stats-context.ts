import { html, type TemplateResult } from 'lit';
import { StatsElement } from './stats-element.ts';

/**
 * Gives the pieces inside it one question and one source: a card that is clicked drives the chart beside it.
 *
 * @tag stats-context
 * @slot - Pieces, at any depth.
 */
export class StatsContext extends StatsElement {
  static override tag = 'stats-context';

  protected override get provides(): boolean {
    return true;
  }

  protected override render(): TemplateResult {
    return html`<slot></slot>`;
  }
}
