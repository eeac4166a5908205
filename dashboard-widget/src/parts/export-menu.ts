import { html, type TemplateResult } from 'lit';
import type { Format } from '../export/format.ts';
import type { Text } from '../format/text.ts';
import { icon } from './icon.ts';
import { placePopover } from './place-popover.ts';

/** A button that opens the formats in which what is on screen can be saved; disabled while there is nothing. */
export function exportMenu({ t }: Text, formats: readonly Format[], choose: ((format: Format) => void) | undefined): TemplateResult {
  return html`
    <button class="quiet" popovertarget="export" ?disabled=${!choose} aria-label=${t('export')} title=${t('export')}>${icon('download')}</button>
    <div id="export" popover role="dialog" aria-label=${t('export')} @beforetoggle=${placePopover}>
      ${formats.map((format) => html`
        <button class="item" @click=${(event: Event) => {
          (event.target as HTMLElement).closest<HTMLElement>('[popover]')?.hidePopover();
          choose?.(format);
        }}>${format.toUpperCase()}</button>`)}
    </div>`;
}
