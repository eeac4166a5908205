import { html } from 'lit';
import type { Format } from '../export/format.ts';
import { closePopover } from './close-popover.ts';

/** The formats in which what is on screen can be saved. */
export const exportItems = (formats: readonly Format[], choose: (format: Format) => void): unknown =>
  formats.map((format) => html`
    <button class="item" @click=${(event: Event) => {
      closePopover(event);
      choose(format);
    }}>${format.toUpperCase()}</button>`);
