/** Kinds of files that a table can become; a chart can become a picture too. */
export const TABLE_FORMATS = ['csv', 'json'] as const;
export const CHART_FORMATS = ['csv', 'json', 'svg', 'png'] as const;
export type Format = (typeof CHART_FORMATS)[number];
