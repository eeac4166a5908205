import { environment } from '../../../lib/environment.ts';
import { forward } from '../../../lib/forward.ts';

/** `POST /api/consent`: the banner's proof of a decision goes on to the collector. */
export const POST = (request: Request): Promise<Response> => forward(request, `${environment().collector}/api/consent`);
