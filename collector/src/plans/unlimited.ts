import { INTERVALS, type Allowances } from '../contract/index.ts';

/** What is allowed where no plan limits it. */
export const UNLIMITED: Allowances = { history_days: null, intervals: [...INTERVALS], dimensions: 'all', export: true, funnels: true, goals: null, share_links: true };
