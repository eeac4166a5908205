import { html, type TemplateResult } from 'lit';
import { ContextRequest } from '../data/context-request.ts';
import { StatsElement } from './stats-element.ts';

/**
 * Gives the pieces inside it one question and one source: a card that is clicked drives the chart beside it.
 *
 * @tag stats-context
 * @slot - Pieces, at any depth.
 */
export class StatsContext extends StatsElement {
  static override tag = 'stats-context';

  constructor() {
    super();
    this.addEventListener(ContextRequest.type, (event) => {
      if (event.target === this) return;
      event.stopPropagation();
      (event as ContextRequest).answer = this.context;
    });
  }

  protected override get provides(): boolean {
    return true;
  }

  protected override render(): TemplateResult {
    return html`<slot></slot>`;
  }
}
