import { html, type TemplateResult } from 'lit';
import type { DataContext } from '../../data/data-context.ts';
import { StatsShare } from './stats-share.ts';

/** @param here whether the page's own address says what is being looked at, so that it is worth copying */
export function shareMenu(context: DataContext, site: string, here: boolean): TemplateResult {
  StatsShare.define();
  return html`<stats-share .context=${context} .site=${site} .here=${here}></stats-share>`;
}
