import { cookies } from 'next/headers';
import { timingSafeEqual } from 'node:crypto';

/** Stands in for your own sign-in: who may see the figures carries this cookie. */
export async function isSignedIn(): Promise<boolean> {
  const wanted = Buffer.from(process.env['EXAMPLE_SESSION'] ?? '');
  const given = Buffer.from((await cookies()).get('session')?.value ?? '');
  return wanted.length > 0 && given.length === wanted.length && timingSafeEqual(given, wanted);
}
