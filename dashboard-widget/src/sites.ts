/** The part for those who look after many sites. */
export { StatsSites as default } from './elements/stats-sites.ts';
