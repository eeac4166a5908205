import type { Meta } from '../../../collector/src/contract/index.ts';
import type { Text } from './text.ts';

/** `Updated 3 Mar 2025, 14:05`, in the site's own time. */
export function updatedText({ t, formats }: Text, { aggregated_at, timezone }: Meta): string {
  return aggregated_at ? t('updated', { when: formats.instant(aggregated_at, timezone) }) : t('never_updated');
}
