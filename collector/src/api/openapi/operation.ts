import type { z } from 'zod';
import type { ProblemCode } from '../../contract/index.ts';

/** One thing that can be asked of the API. */
export interface Operation {
  method: 'get' | 'post' | 'put' | 'delete';
  /** As in OpenAPI: `/api/stats/{site}/summary`. */
  path: string;
  /** Heading under which it is told. */
  tag: 'Events' | 'Figures' | 'Definitions' | 'Access' | 'Privacy';
  /** One sentence. */
  summary: string;
  /** Which roles may ask, as words for people. */
  roles: readonly string[];
  /** No token is needed. */
  open?: boolean;
  query?: z.ZodObject;
  body?: z.ZodType;
  /** Status of success. Default 200. */
  status?: 200 | 201 | 202 | 204;
  /** What is answered: by the name of its schema, and where that is not JSON its media type. Nothing where there is no body. */
  answer?: { schema?: string; type?: string };
  /** It can be asked again with an ETag. */
  cached?: boolean;
  /** Besides those that every operation may meet. */
  problems?: readonly ProblemCode[];
}
