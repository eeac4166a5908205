import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { mergeMap, type Observable } from 'rxjs';
import type { Validated } from './stats.service.ts';

/** Answers 304 to who has the answer already, without asking the database for a figure. */
@Injectable()
export class ValidatorInterceptor implements NestInterceptor<Validated<unknown>, unknown> {
  intercept(context: ExecutionContext, next: CallHandler<Validated<unknown>>): Observable<unknown> {
    const http = context.switchToHttp();
    const [request, reply] = [http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>()];
    return next.handle().pipe(mergeMap(async ({ etag, answer }) => {
      void reply.headers({ etag, 'cache-control': 'private, no-cache', vary: 'authorization' });
      if (request.headers['if-none-match'] !== etag) return answer();
      void reply.code(304);
      return undefined;
    }));
  }
}
