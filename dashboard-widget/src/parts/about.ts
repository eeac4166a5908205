import type { TemplateResult } from 'lit';
import type { Meta } from '../../../collector/src/contract/index.ts';
import type { StatsElement } from '../elements/stats-element.ts';
import type { MessageKey } from '../strings/messages.ts';
import { icon } from './icon.ts';
import { popup } from './popup.ts';

/** An ⓘ that opens what the figure means. */
export function about(host: StatsElement, name: string, definition: MessageKey, meta: Meta | undefined): TemplateResult {
  return popup(host, { id: 'about', name, label: host.text.t('about', { name }), class: 'quiet about', face: icon('info') },
    ({ explanation }) => explanation(host.text, name, definition, meta, host.quality.data));
}
