import { mintToken } from 'passerby/tokens';
import { environment } from '../../../lib/environment.ts';
import { isSignedIn } from '../../../lib/session.ts';

/** `GET /api/stats-token`: a token of a few minutes that opens one site to whoever is signed in. The secret stays on the server. */
export async function GET(): Promise<Response> {
  if (!await isSignedIn()) return new Response(null, { status: 401 });
  const { site, tokenSecret: secret } = environment();
  const token = await mintToken({ secret, role: 'artist', sites: [site], ttlSeconds: 900 });
  return Response.json({ token }, { headers: { 'cache-control': 'no-store' } });
}
