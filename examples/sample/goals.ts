import type { NewFunnel, NewGoal } from '../../collector/src/contract/index.ts';

/** What an artist wants of a visit. */
export const PORTFOLIO_GOALS: readonly NewGoal[] = [
  { name: 'Wrote a message', event: 'contact_submitted' },
  { name: 'Asked about a work', event: 'work_enquiry' },
];

export const PORTFOLIO_FUNNELS: readonly NewFunnel[] = [
  {
    name: 'From first sight to a message', window_s: 7 * 86_400,
    steps: [
      { name: 'Came to the site', event: 'page_view' },
      { name: 'Looked at a project', event: 'page_view', path: '/projects/*' },
      { name: 'Wrote a message', event: 'contact_submitted' },
    ],
  },
];

/** What the platform wants of an artist. */
export const BUILDER_GOALS: readonly NewGoal[] = [
  { name: 'Published a site', event: 'builder.site_published' },
  { name: 'Moved to a larger plan', event: 'plan.upgraded' },
];

export const BUILDER_FUNNELS: readonly NewFunnel[] = [
  {
    name: 'From an empty site to a plan', window_s: 30 * 86_400,
    steps: [
      { name: 'Began a site', event: 'builder.site_created' },
      { name: 'Edited a page', event: 'builder.page_edited' },
      { name: 'Published', event: 'builder.site_published' },
      { name: 'Moved to a larger plan', event: 'plan.upgraded' },
    ],
  },
];
