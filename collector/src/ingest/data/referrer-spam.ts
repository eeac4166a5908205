/** Hosts that send made-up visits so that their address shows in statistics. Gathered for this project. MIT, as the rest. */
export const REFERRER_SPAM: readonly string[] = [
  'semalt.com', 'buttons-for-website.com', 'darodar.com', 'ilovevitaly.com', 'free-share-buttons.com', 'best-seo-offer.com',
  'get-free-traffic-now.com', 'trafficmonetize.org', 'simple-share-buttons.com', 'traffic2money.com', 'hulfingtonpost.com',
  'econom.co', 'blackhatworth.com', 'priceg.com', 'o-o-6-o-o.com', 'humanorightswatch.org', 'success-seo.com', 'videos-for-your-business.com',
  'floating-share-buttons.com', 'event-tracking.com', 'webmonetizer.net', 'erot.co', 'sitevaluation.org', 'site-auditor.online',
];
