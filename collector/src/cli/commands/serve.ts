import { once } from 'node:events';
import { keepHeapSmall } from '../../ops/small-heap.ts';
import { startServer } from '../../server.ts';
import type { Command } from '../command.ts';

export const serve: Command = {
  name: 'serve',
  usage: '',
  summary: 'Runs the collector on HOST and PORT, with the scheduler, until it is stopped.',
  options: {},
  async run(context) {
    keepHeapSmall();
    const server = await startServer(context.config, { onProgress: context.say });
    context.print({ url: server.url }, `The collector listens on ${server.url}`);
    if (!context.signal.aborted) await once(context.signal, 'abort');
    await server.close();
  },
};
