import pino, { type Logger } from 'pino';

/** What the parts of the collector need of a log. */
export interface Log {
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
  error(details: object, message: string): void;
}

/**
 * The log of the process. It holds no address, token, query string or body: of a request only method and path, of an error
 * only what its author wrote, and of one that Postgres reports only the code, since its message may quote a value.
 */
export function createLogger(level: string, destination?: { write(line: string): void }): Logger {
  const options = { level, base: null, serializers: { err: describeError, error: describeError, req: describeRequest, res: () => undefined } };
  return destination ? pino(options, destination) : pino(options);
}

interface LoggedError {
  type: string;
  code: string | undefined;
  message: string | undefined;
  stack: string | undefined;
}

function describeError(error: unknown): LoggedError | undefined {
  if (!(error instanceof Error)) return undefined;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  const fromPostgres = error.name === 'PostgresError';
  return {
    type: error.name,
    code,
    message: fromPostgres ? undefined : error.message,
    stack: fromPostgres ? undefined : error.stack,
  };
}

function describeRequest(request: { method?: string; url?: string }): { method: string | undefined; path: string | undefined } {
  return { method: request.method, path: request.url?.split('?', 1)[0] };
}
