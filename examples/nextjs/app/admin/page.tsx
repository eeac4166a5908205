import { notFound } from 'next/navigation';
import { environment } from '../../lib/environment.ts';
import { isSignedIn } from '../../lib/session.ts';
import { Statistics } from './statistics.tsx';

export default async function Admin() {
  if (!await isSignedIn()) notFound();
  const { site, collector } = environment();
  return <main><h1>Statistics</h1><Statistics site={site} src={collector} /></main>;
}
