/**
 * What the environment says:
 *
 *   PASSERBY_URL           the collector, as browsers and this server reach it: https://stats.example
 *   PASSERBY_INGEST_URL    where events go, if not to the collector: https://….supabase.co/functions/v1/ingest-events
 *   PASSERBY_SITE          the site's public key (pk_…)
 *   PASSERBY_SECRET_KEY    its secret key (sk_…), where the collector does not have this server among its trusted proxies
 *   PASSERBY_TOKEN_SECRET  the collector's own, by which tokens for the panel are signed
 *   PASSERBY_LOCAL         set to anything: count on localhost too
 */
export function environment() {
  const { PASSERBY_URL: collector = '', PASSERBY_INGEST_URL: ingest, PASSERBY_SITE: site = '', PASSERBY_SECRET_KEY: secretKey, PASSERBY_TOKEN_SECRET: tokenSecret = '', PASSERBY_LOCAL: local } = process.env;
  return {
    collector,
    ingest: ingest || `${collector}/api/track`,
    consent: ingest ? `${ingest}/consent` : `${collector}/api/consent`,
    site,
    secretKey,
    tokenSecret,
    local: local ? '' : undefined,
  };
}
