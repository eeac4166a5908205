import { environment } from '../../../lib/environment.ts';
import { forward } from '../../../lib/forward.ts';

/** `POST /api/consent`: the banner's proof of a decision goes the same way. */
export const POST = (request: Request): Promise<Response> => forward(request, environment().consent);
