import { html, type TemplateResult } from 'lit';
import type { Parts } from '../client/on-demand.ts';
import type { StatsElement } from '../elements/stats-element.ts';

interface Popup {
  /** Unique in its shadow root. */
  id: string;
  /** Name of what opens; the button's too, where it has none of its own. */
  name: string;
  /** The button's. */
  label?: string;
  class: string;
  face: unknown;
  disabled?: boolean;
}

/** A button and what it opens, which is drawn only while it is open, by code that is fetched only then. */
export function popup(host: StatsElement, { id, name, label = name, class: look, face, disabled = false }: Popup, draw: (tools: Parts['tools']) => unknown): TemplateResult {
  return html`
    <button class=${look} popovertarget=${id} aria-label=${label} title=${label} ?disabled=${disabled}>${face}</button>
    <div id=${id} popover role="dialog" aria-label=${name} @beforetoggle=${host.toggle} @toggle=${host.toggle}>${host.opened === id ? (host.tools ? draw(host.tools) : host.trouble ? host.text.t('failed_offline') : '') : ''}</div>`;
}
