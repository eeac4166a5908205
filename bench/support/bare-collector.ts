/** What any collector does at the very least: Fastify, JSON, a group commit. No validation, no enrichment, no limits. */
import Fastify from 'fastify';
import { connect } from '../../collector/src/db/connect.ts';
import type { WireEvent } from '../../collector/src/contract/index.ts';
import { GroupCommit } from '../../collector/src/store/group-commit.ts';
import { insertEvents } from '../../collector/src/store/insert-events.ts';
import { prepareBatch } from '../../collector/src/store/prepared-batch.ts';
import { storeCall } from '../../collector/src/store/store-call.ts';

const sql = connect(process.env['DATABASE_URL'] ?? '', { max: 6 });
const commits = new GroupCommit({
  store: async (group) => new Map([...await insertEvents(sql, storeCall(group))].map(([batch, accepted]) => [batch, { accepted, unstorable: [] }])),
});
const app = Fastify({ bodyLimit: 1_048_576 });
app.addContentTypeParser('text/plain', { parseAs: 'string' }, (_request, body, done) => done(null, JSON.parse(String(body))));
app.post<{ Body: { events: WireEvent[] } }>('/api/track', async (request, reply) => {
  const now = new Date().toISOString();
  const events = request.body.events.map((event) => ({
    batch: 0, context: 0, event_id: event.id, ts: event.timestamp, event: event.event, title: event.context.title, properties: event.properties,
  }));
  const record = { site_id: 1, batch_id: crypto.randomUUID(), received_at: now, events: events.length, rejected: 0, origin: 'browser' as const };
  return reply.code(202).send(await commits.add(prepareBatch(record, [{ batch: 0, context: 0, actor_type: 'visitor', visitor_kept: false }], events, [])));
});
console.log(JSON.stringify({ url: await app.listen({ port: 0, host: '127.0.0.1' }) }));
