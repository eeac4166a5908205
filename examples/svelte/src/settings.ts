/** The site's public key. */
export const SITE = 'pk_…';
/** Your collector. */
export const COLLECTOR = 'https://stats.example.com';
