import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { ProblemError } from 'passerby';

/** What the statistics refuse, in their own words: the code, and where a plan is too small, the plans that would do. */
@Catch(ProblemError)
export class ProblemFilter implements ExceptionFilter<ProblemError> {
  catch(problem: ProblemError, host: ArgumentsHost): void {
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    if (problem.retryAfter !== undefined) void reply.header('retry-after', String(problem.retryAfter));
    void reply.code(problem.status).type('application/problem+json').send(problem.toJSON());
  }
}
