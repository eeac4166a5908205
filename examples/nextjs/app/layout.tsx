import type { ReactNode } from 'react';
import { environment } from '../lib/environment.ts';

export const metadata = { title: 'Mara Lind' };
/** The site's key is read where the server runs, not where it was built. */
export const dynamic = 'force-dynamic';

/** The tracker and the banner come from this server too, and so does what they send to: see copy-scripts.ts and api/track. */
export default function Layout({ children }: { children: ReactNode }) {
  const { site, local } = environment();
  return (
    <html lang="en">
      <head>
        <script defer src="/banner.js" data-site={site} />
        <script defer src="/passerby.js" data-site={site} data-exclude="/admin" data-local={local} />
      </head>
      <body>{children}</body>
    </html>
  );
}
