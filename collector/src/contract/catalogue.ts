/**
 * The event catalogue: names that Passerby's own parts send or understand, with their properties. A platform is free to send
 * others; these are the ones that goals, funnels and the panel's views know. docs/reference/events.md is generated from here.
 */
export interface CatalogueEvent {
  name: string;
  /** Who sends it. */
  from: 'tracker' | 'marketing' | 'portfolio' | 'builder' | 'plan' | 'passerby';
  /** One sentence. */
  meaning: string;
  /** Property name -> what it holds, with its unit. */
  properties: Record<string, string>;
}

export const CATALOGUE: readonly CatalogueEvent[] = [
  { name: 'page_view', from: 'tracker', meaning: 'A page was seen, by loading it or by a change of its address.', properties: {} },
  {
    name: 'engagement', from: 'tracker', meaning: 'How long and how far a page was read; extends its visit and is no interaction.',
    properties: { engaged_ms: 'visible and focused time since the last report, milliseconds', scroll_depth: 'greatest scroll depth on the page, 0 to 100' },
  },
  { name: 'outbound_click', from: 'tracker', meaning: 'A link to another host was clicked.', properties: { url: 'where it leads, query redacted' } },
  { name: 'file_download', from: 'tracker', meaning: 'A link to a file was clicked, on any host.', properties: { url: 'the file, query redacted' } },
  {
    name: 'form_submit', from: 'tracker', meaning: 'A valid form was submitted. What was written in it is never sent.',
    properties: { form_id: 'the id attribute of the form', form_name: 'its name attribute' },
  },
  { name: 'not_found', from: 'tracker', meaning: 'The page said that it is a 404.', properties: {} },
  {
    name: 'web_vitals', from: 'tracker', meaning: 'How fast a page load was, where the page has the add-on `passerby.vitals.js`.',
    properties: {
      ttfb_ms: 'time to first byte, milliseconds', fcp_ms: 'first contentful paint, milliseconds', lcp_ms: 'largest contentful paint, milliseconds',
      inp_ms: 'interaction to next paint, milliseconds', cls: 'cumulative layout shift, without a unit',
    },
  },

  { name: 'signup_started', from: 'marketing', meaning: 'Somebody began to sign up.', properties: { from: 'which button or page' } },
  { name: 'signup_completed', from: 'marketing', meaning: 'An account was opened.', properties: { plan: 'the plan chosen' } },
  { name: 'newsletter_joined', from: 'marketing', meaning: 'Somebody asked for a newsletter.', properties: { list: 'which one' } },

  { name: 'contact_submitted', from: 'portfolio', meaning: 'A visitor wrote to the artist: a lead.', properties: { form: 'which form' } },
  { name: 'work_enquiry', from: 'portfolio', meaning: 'A visitor asked about one work.', properties: { work: 'the work’s slug' } },

  { name: 'builder.site_created', from: 'builder', meaning: 'An artist began a site.', properties: { template: 'the template, if any' } },
  { name: 'builder.page_edited', from: 'builder', meaning: 'An edit of a page was saved.', properties: {} },
  { name: 'builder.image_uploaded', from: 'builder', meaning: 'A picture was added.', properties: {} },
  { name: 'builder.theme_changed', from: 'builder', meaning: 'The look of a site was changed.', properties: { theme: 'the new theme' } },
  { name: 'builder.site_published', from: 'builder', meaning: 'A site went live, the first time or again.', properties: { first: 'true the first time' } },

  { name: 'plan.upgraded', from: 'plan', meaning: 'An account moved to a larger plan.', properties: { from: 'the plan before', to: 'the plan after' } },
  { name: 'plan.downgraded', from: 'plan', meaning: 'An account moved to a smaller plan.', properties: { from: 'the plan before', to: 'the plan after' } },

  { name: 'analytics.ingest_success', from: 'passerby', meaning: 'Events stored in one minute by one collector.', properties: { accepted: 'how many', batches: 'in how many batches', duplicates: 'how many were there already' } },
  { name: 'analytics.ingest_failure', from: 'passerby', meaning: 'What was refused in one minute by one collector, for one reason.', properties: { count: 'how many events, or requests that were refused whole', reason: 'why: a reason, or the code of an error' } },
  { name: 'analytics.aggregation_failure', from: 'passerby', meaning: 'Figures cannot be computed, or are late.', properties: { error: 'aggregation_failed or aggregation_late' } },
  { name: 'analytics.dashboard_view', from: 'passerby', meaning: 'A panel was opened.', properties: { view: 'which view', site: 'whose figures; told by the collector', role: 'of who looked; told by the collector' } },
  { name: 'analytics.filter_change', from: 'passerby', meaning: 'A filter or the range of a panel was changed.', properties: { filter: 'what was changed', site: 'as above', role: 'as above' } },
  { name: 'analytics.export', from: 'passerby', meaning: 'Figures were exported from a panel.', properties: { format: 'csv, json, svg or png', site: 'as above', role: 'as above' } },
];
