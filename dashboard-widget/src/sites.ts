import { StatsSites } from './elements/stats-sites.ts';

/** For those who look after many sites. */
export default [StatsSites];
