import { html, type TemplateResult } from 'lit';
import type { Meta } from '../../../collector/src/contract/index.ts';
import type { Text } from '../format/text.ts';
import { updatedText } from '../format/updated-text.ts';
import type { MessageKey } from '../strings/messages.ts';

/** What a figure means, in which time zone it is cut and how old it is. */
export function explanation(text: Text, name: string, definition: MessageKey, meta: Meta | undefined): TemplateResult {
  const { t } = text;
  return html`
    <div class="explanation">
      <h3>${name}</h3>
      <p>${t(definition)}</p>
      ${meta && html`<p>${updatedText(text, meta)}<br>${t('zone', { zone: meta.timezone })}</p>`}
      ${meta?.approximate ? html`<p>${t('approximate')}</p>` : ''}
    </div>`;
}
