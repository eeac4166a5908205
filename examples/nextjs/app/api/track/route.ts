import { environment } from '../../../lib/environment.ts';
import { forward } from '../../../lib/forward.ts';

/** `POST /api/track`: what the tracker sends goes on to the collector, or to the Edge Function. */
export const POST = (request: Request): Promise<Response> => forward(request, environment().ingest);
