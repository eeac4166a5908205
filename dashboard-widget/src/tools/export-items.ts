import { html } from 'lit';
import type { StatsElement } from '../elements/stats-element.ts';
import type { Format } from '../export/format.ts';
import { closePopover } from './close-popover.ts';

/** The formats in which what is on screen can be saved, where the plan includes files. */
export const exportItems = ({ context, text }: StatsElement, formats: readonly Format[], choose: (format: Format) => void): unknown =>
  context?.access?.allows.export === false ? html`<p class="explanation">${text.t('failed_forbidden_by_plan')}</p>` : formats.map((format) => html`
    <button class="item" @click=${(event: Event) => {
      closePopover(event);
      choose(format);
    }}>${format.toUpperCase()}</button>`);
