import type { Against } from '../data/against.ts';
import type { MessageKey } from '../strings/messages.ts';

/** Names what figures are compared with. */
export const againstName = ({ by }: Pick<Against, 'by'>): MessageKey => (by === 'year' ? 'year_before' : by === 'custom' ? 'other_period' : 'previous');
