import { connect, createServer, type AddressInfo } from 'node:net';

export interface StatementCounter {
  /** The database by way of the counter. */
  url: string;
  /** The names under which statements were prepared since the last time this was asked; a statement without a name is kept by nobody. */
  take(): string[];
  /** Cuts the connection when the next statement has run, before its answer. */
  loseNextAnswer(): void;
  close(): Promise<void>;
}

/** Stands before a Postgres, passes everything on, and reads along what a client asks it to prepare: message type, length, text. */
export async function statementCounter(databaseUrl: string): Promise<StatementCounter> {
  const target = new URL(databaseUrl);
  let prepared: string[] = [];
  let losing: 'no' | 'armed' | 'running' = 'no';
  const server = createServer((client) => {
    const upstream = connect(Number(target.port), target.hostname);
    let buffered = Buffer.alloc(0);
    let greeted = false;
    client.on('data', (bytes) => {
      upstream.write(bytes);
      buffered = Buffer.concat([buffered, bytes]);
      for (;;) {
        // The first message alone has no type.
        const header = greeted ? 5 : 4;
        if (buffered.length < header) return;
        const end = buffered.readInt32BE(header - 4) + header - 4;
        if (buffered.length < end) return;
        if (greeted && buffered[0] === 'P'.charCodeAt(0)) prepared.push(buffered.toString('utf8', 5, buffered.indexOf(0, 5)));
        if (greeted && losing === 'armed' && buffered[0] === 'E'.charCodeAt(0)) losing = 'running';
        greeted = true;
        buffered = buffered.subarray(end);
      }
    });
    upstream.on('data', (bytes) => {
      if (losing !== 'running') {
        client.write(bytes);
        return;
      }
      losing = 'no';
      client.destroy();
    });
    for (const [one, other] of [[client, upstream], [upstream, client]] as const) {
      one.on('error', () => other.destroy());
      one.on('close', () => other.destroy());
    }
  });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const url = new URL(databaseUrl);
  url.hostname = '127.0.0.1';
  url.port = String((server.address() as AddressInfo).port);
  return {
    url: url.href,
    take() {
      const taken = prepared;
      prepared = [];
      return taken;
    },
    loseNextAnswer() { losing = 'armed'; },
    close: () => new Promise((resolve) => { server.close(() => resolve()); }),
  };
}
