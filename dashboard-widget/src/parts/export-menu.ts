import type { TemplateResult } from 'lit';
import type { StatsElement } from '../elements/stats-element.ts';
import type { Format } from '../export/format.ts';
import { icon } from './icon.ts';
import { popup } from './popup.ts';

/** A button that opens the formats in which what is on screen can be saved; disabled while there is nothing. */
export function exportMenu(host: StatsElement, formats: readonly Format[], choose: ((format: Format) => void) | undefined): TemplateResult {
  return popup(host, { id: 'export', name: host.text.t('export'), class: 'quiet', face: icon('download'), disabled: !choose },
    ({ exportItems }) => choose && exportItems(host, formats, choose));
}
