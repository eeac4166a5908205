import type { MessageKey } from '../strings/messages.ts';

/** Whom or what an explained figure counts, and by which events: all of them where none is named. */
export const ORIGINS: Partial<Record<MessageKey, readonly [unit: MessageKey, events?: string]>> = {
  visits_about: ['visits'],
  views_per_visit_about: ['page_views', 'page_view'],
  bounce_rate_about: ['visits'],
  visit_duration_about: ['visits'],
  page_views_about: ['page_views', 'page_view'],
  events_about: ['events'],
  contacts_about: ['events', 'contact_submitted, work_enquiry'],
  builders_about: ['people', 'builder.*'],
  actions_about: ['events', 'builder.*'],
  publishers_about: ['people', 'builder.site_published'],
  publish_rate_about: ['people', 'builder.*, builder.site_published'],
  activation_rate_about: ['people', 'builder.*, builder.site_published'],
  features_about: ['people', 'builder.*'],
  plan_share_about: ['accounts', 'plan.*'],
  plans_about: ['accounts', 'plan.*'],
  upgrades_about: ['visitors', 'plan.upgraded'],
};
