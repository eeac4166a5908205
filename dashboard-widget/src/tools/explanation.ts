import { html, type TemplateResult } from 'lit';
import type { Meta, Quality } from '../../../collector/src/contract/index.ts';
import type { Text } from '../format/text.ts';
import { updatedText } from '../format/updated-text.ts';
import type { MessageKey } from '../strings/messages.ts';
import { ORIGINS } from './origins.ts';

/** What a figure means, whom it counts by which events, in which time zone it is cut, how old it is and how many agreed to be counted. */
export function explanation(text: Text, name: string, definition: MessageKey, meta: Meta | undefined, quality: Quality | undefined): TemplateResult {
  const { t } = text;
  const [unit, events] = ORIGINS[definition] ?? ['visitors'];
  return html`
    <div class="explanation">
      <h3>${name}</h3>
      <p>${t(definition)}</p>
      ${meta && html`
        <p>${t('counted', { unit: t(unit) })}<br>${t('from_events', { events: events ?? t('all_events', { site: meta.domain || t('all_sites') }) })}</p>
        <p>${updatedText(text, meta)}<br>${t('zone', { zone: meta.timezone })}</p>`}
      ${meta?.approximate ? html`<p>${t('approximate')}</p>` : ''}
      ${quality && html`<p>${consentText(text, quality.consent)}</p>`}
    </div>`;
}

const consentText = ({ t, formats }: Text, { asked, coverage }: Quality['consent']): string =>
  coverage === null ? t('consent_unknown') : t('consent_coverage', { share: formats.percent(coverage), count: formats.number(asked) });
