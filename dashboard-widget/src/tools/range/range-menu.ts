import { html, type TemplateResult } from 'lit';
import type { Meta } from '../../../../collector/src/contract/index.ts';
import type { DataContext } from '../../data/data-context.ts';
import { closePopover } from '../close-popover.ts';
import { StatsRange } from './stats-range.ts';

/** The range menu of a panel; closes when something is chosen. */
export function rangeMenu(context: DataContext, meta: Meta | undefined): TemplateResult {
  StatsRange.define();
  return html`<stats-range .context=${context} .meta=${meta} @stats-done=${closePopover}></stats-range>`;
}
