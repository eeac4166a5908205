import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

type Mode = 'pass' | 'freeze' | 'mute' | 'refuse';

interface Pair {
  client: Socket;
  server: Socket;
}

/**
 * Stands before a server and disturbs it:
 *   pass    everything goes through
 *   freeze  connections are accepted and stay, and no byte moves either way, as with a stopped process
 *   mute    what the client says arrives, what the server answers does not: the reply is lost
 *   refuse  connections are reset, new ones too, as with a server that is down
 */
export class TcpProxy {
  readonly #target: { host: string; port: number };
  readonly #original: URL;
  readonly #server: Server;
  readonly #pairs = new Set<Pair>();
  #mode: Mode = 'pass';

  private constructor(target: URL) {
    this.#original = target;
    this.#target = { host: target.hostname, port: Number(target.port || 5432) };
    this.#server = createServer((client) => this.#accept(client));
  }

  /** A proxy on a free port of the loopback. */
  static async before(url: string): Promise<TcpProxy> {
    const proxy = new TcpProxy(new URL(url));
    await new Promise<void>((resolve) => { proxy.#server.listen(0, '127.0.0.1', resolve); });
    return proxy;
  }

  /** As `url`, without a path. */
  get origin(): string { return this.url.replace(/(?<=:\d+)\/$/, ''); }

  /** The address of the server behind, by way of this proxy. */
  get url(): string {
    const url = new URL(this.#original);
    url.hostname = '127.0.0.1';
    url.port = String((this.#server.address() as AddressInfo).port);
    return url.href;
  }

  get connections(): number { return this.#pairs.size; }

  pass(): void {
    this.#mode = 'pass';
    for (const { client, server } of this.#pairs) {
      client.resume();
      server.resume();
    }
  }

  freeze(): void {
    this.#mode = 'freeze';
    for (const { client, server } of this.#pairs) {
      client.pause();
      server.pause();
    }
  }

  mute(): void { this.#mode = 'mute'; }

  refuse(): void {
    this.#mode = 'refuse';
    this.cut();
  }

  /** Resets every connection of now. */
  cut(): void {
    for (const { client, server } of this.#pairs) {
      reset(client);
      server.destroy();
    }
  }

  async close(): Promise<void> {
    this.cut();
    await new Promise((resolve) => { this.#server.close(resolve); });
  }

  #accept(client: Socket): void {
    client.on('error', () => { /* the test cut it */ });
    if (this.#mode === 'refuse') {
      reset(client);
      return;
    }
    const server = connect(this.#target);
    server.on('error', () => client.destroy());
    const pair = { client, server };
    this.#pairs.add(pair);
    client.on('data', (bytes) => server.write(bytes));
    server.on('data', (bytes) => { if (this.#mode !== 'mute') client.write(bytes); });
    client.on('end', () => server.end());
    server.on('end', () => client.end());
    client.on('close', () => { this.#pairs.delete(pair); server.destroy(); });
    server.on('close', () => { this.#pairs.delete(pair); client.destroy(); });
    if (this.#mode === 'freeze') {
      client.pause();
      server.pause();
    }
  }
}

/** A socket that is ending already cannot be reset: libuv would keep it for ever, and the process with it. */
function reset(socket: Socket): void {
  if (socket.writableEnded) socket.destroy();
  else socket.resetAndDestroy();
}
