import { html, type TemplateResult } from 'lit';
import type { Dimension } from '../../../../collector/src/contract/index.ts';
import type { DataContext } from '../../data/data-context.ts';
import { closePopover } from '../close-popover.ts';
import { StatsFilter } from './stats-filter.ts';

/** A form for a filter that no click on a table can make; closes when one is made. */
export function filterForm(context: DataContext, dimensions: readonly Dimension[]): TemplateResult {
  StatsFilter.define();
  return html`<stats-filter .context=${context} .dimensions=${dimensions} @stats-done=${closePopover}></stats-filter>`;
}
