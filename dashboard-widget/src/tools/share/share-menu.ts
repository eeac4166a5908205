import { html, type TemplateResult } from 'lit';
import type { DataContext } from '../../data/data-context.ts';
import type { StatsPanel } from '../../elements/stats-panel.ts';
import { StatsShare } from './stats-share.ts';

/** Shares what a panel shows: its site, its view and its question. */
export function shareMenu(context: DataContext, { site, view, syncUrl }: StatsPanel): TemplateResult {
  StatsShare.define();
  return html`<stats-share .context=${context} .site=${site} .view=${view} .here=${syncUrl}></stats-share>`;
}
