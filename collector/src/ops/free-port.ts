import { once } from 'node:events';
import net from 'node:net';

/** The collector cannot listen where it is told to. `code` is that of the system: `EADDRINUSE`, `EACCES`. */
export class PortError extends Error {
  override readonly name = 'PortError';
  readonly code: string;
  constructor(code: string, sentence: string, cause: unknown) {
    super(sentence, { cause });
    this.code = code;
  }
}

/**
 * Tries a port before anything else is done that takes a while. 0 is always free.
 * @throws {PortError}
 */
export async function requireFreePort(host: string, port: number): Promise<void> {
  if (port === 0) return;
  const server = net.createServer();
  try {
    await once(server.listen(port, host), 'listening');
  } catch (error) {
    throw portError(error, host, port);
  }
  server.close();
  await once(server, 'close');
}

/** The error of listening in words; what has nothing to do with the port as it is. */
export function portError(error: unknown, host: string, port: number): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'EADDRINUSE') return new PortError(code, `Port ${port} is taken. Set PORT to another one.`, error);
  if (code === 'EACCES') return new PortError(code, `Port ${port} may not be opened by this user. Set PORT to one above 1023.`, error);
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') return new PortError(code, `This machine has no address ${host}. Set HOST to one of its own, to 127.0.0.1 or to 0.0.0.0.`, error);
  return error;
}
