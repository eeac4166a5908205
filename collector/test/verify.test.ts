import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startCollector, type TestCollector } from '../../test/support/collector.ts';
import { servePage, type PageServer } from '../../test/support/page-server.ts';
import { run } from '../src/cli/run.ts';
import { isLocal } from '../src/verify/is-local.ts';

interface Answer { ok: boolean; findings: { check: string; result: string; detail: string }[] }

let collector: TestCollector;
let page: PageServer;
let key: string;
let html: string;
const headers: Record<string, string> = {};
beforeAll(async () => {
  collector = await startCollector();
  ({ key } = await collector.addSite({ domain: 'localhost' }));
  page = await servePage(() => html, headers);
});
afterAll(async () => {
  await page.close();
  await collector.close();
});
beforeEach(() => {
  html = `<head>${tag()}${tag({ file: 'banner.js' })}</head>`;
  delete headers['content-security-policy'];
});

function tag({ site = key, file = 'passerby.js', more = '', local = 'data-local' } = {}): string {
  return `<script defer src="${collector.url}/${file}" data-site="${site}" ${local} ${more}></script>`;
}

/** Runs `passerby verify` on the page. */
async function verify(...words: string[]): Promise<Answer & { code: number }> {
  const lines: string[] = [];
  const code = await run(['verify', ...words, ...(words.at(-1)?.includes(':') ? [] : [page.url]), '--json'], { env: { DATABASE_URL: collector.databaseUrl }, out: (line) => lines.push(line), err: () => {}, signal: new AbortController().signal });
  return { code, ...JSON.parse(lines[0] ?? '{}') as Answer };
}
const look = () => verify('--no-wait');
const failed = ({ findings }: Answer) => findings.filter(({ result }) => result === 'failed').map(({ check }) => check);

describe('passerby verify', () => {
  it('finds everything well on a page with the tag and the banner', async () => {
    const answer = await look();
    expect(answer.findings.map(({ check, result }) => [check, result])).toEqual(
      ['page', 'tag', 'local', 'site', 'origin', 'consent', 'policy', 'script', 'collector'].map((check) => [check, 'ok']),
    );
    expect(answer).toMatchObject({ code: 0, ok: true });
  });

  it('says that an event has arrived, once a browser has sent one', async () => {
    const waiting = verify('--wait', '30s');
    const event = {
      id: '0198b2c0-0000-7000-8000-000000000001', event: 'page_view', timestamp: new Date().toISOString(), actor: { type: 'visitor', id: '4f6c1a52-11d5-4b0a-9e3f-2f6f3a0f6c11' },
      context: { url: `${page.url}/work` }, properties: {},
    };
    // Sent until it is seen, since only what arrives after the command has begun counts.
    let seen = false;
    const answered = waiting.finally(() => { seen = true; });
    for (let n = 1; !seen; n += 1) {
      event.id = `0198b2c0-0000-7000-8000-${String(n).padStart(12, '0')}`;
      event.timestamp = new Date().toISOString();
      await fetch(`${collector.url}/api/track`, { method: 'POST', headers: { origin: page.url, 'content-type': 'text/plain' }, body: JSON.stringify({ site: key, sent_at: new Date().toISOString(), events: [event] }) });
      await Promise.race([answered, new Promise((resolve) => { setTimeout(resolve, 200); })]);
    }
    const answer = await answered;
    expect(answer.findings.at(-1)).toMatchObject({ check: 'event', detail: expect.stringContaining('page_view of /work') });
    expect(answer.code).toBe(0);
  });

  it('fails where no event arrives in time', async () => {
    const answer = await verify('--wait', '1s');
    expect(answer).toMatchObject({ code: 1, ok: false });
    expect(failed(answer)).toEqual(['event']);
  });

  it('fails without a tag, and on one whose key is nobody’s', async () => {
    html = '<p>nothing here</p>';
    expect(failed(await look())).toEqual(['tag']);
    html = tag({ site: 'pk_0000000000000000' });
    expect(failed(await look())).toEqual(['site']);
  });

  it('fails on this machine where the tag does not say that it counts there, as the tracker decides', async () => {
    html = tag({ local: '' });
    for (const host of ['localhost', '127.0.0.1']) {
      const { code, findings } = await verify('--no-wait', page.url.replace('localhost', host));
      expect([code, findings.find(({ check }) => check === 'local')]).toEqual([1, { check: 'local', result: 'failed', detail: expect.stringContaining('data-local') }]);
    }
    expect(['mara.localhost', '127.0.0.2', '[::1]'].map(isLocal)).toEqual([true, true, true]);
    expect(isLocal('mara.example')).toBe(false);
  });

  it('reaches a page that is named without a scheme: by http on this machine, and where there is no https', async () => {
    const { host, port } = new URL(page.url);
    const answer = await verify('--no-wait', host);
    expect(answer.findings[0]).toMatchObject({ check: 'page', result: 'ok', detail: expect.stringContaining(`http://${host}/`) });
    // Leads to this machine too, and does not say so.
    const { findings } = await verify('--no-wait', `0.0.0.0:${port}`);
    expect(findings[0]).toMatchObject({ check: 'page', result: 'warning', detail: expect.stringContaining('https') });
  });

  it('warns of a tag that stands there twice, of a page that asks nobody, and of a mode that is not the site’s', async () => {
    html = tag() + tag();
    expect((await look()).findings).toEqual(expect.arrayContaining([expect.objectContaining({ check: 'tag', result: 'warning' }), expect.objectContaining({ check: 'consent', result: 'warning' })]));
    html = tag({ more: 'data-consent="anonymous"' });
    expect((await look()).findings).toContainEqual(expect.objectContaining({ check: 'consent', result: 'warning', detail: expect.stringContaining('anonymous') }));
  });

  it('fails where the site takes no events from the page’s origin', async () => {
    const other = await collector.addSite({ domain: 'elsewhere.example' });
    html = tag({ site: other.key });
    expect(failed(await look())).toEqual(['origin', 'collector']);
  });

  it('fails where a policy, in the header or in the page, keeps the tracker out', async () => {
    headers['content-security-policy'] = `default-src 'self'; script-src ${collector.url}`;
    const answer = await look();
    expect(failed(answer)).toEqual(['policy']);
    expect(answer.findings.find(({ check }) => check === 'policy')?.detail).toContain(`connect-src ${collector.url}`);
    headers['content-security-policy'] = `default-src 'none'; script-src ${collector.url}/; connect-src ${collector.url}/api/track`;
    expect(failed(await look())).toEqual([]);
    delete headers['content-security-policy'];
    html = `<meta http-equiv="Content-Security-Policy" content="script-src 'self'">${html}`;
    expect((await look()).findings.find(({ check }) => check === 'policy')?.detail).toContain(`script-src ${collector.url}`);
  });

  it('holds an integrity attribute against the script', async () => {
    const script = Buffer.from(await (await fetch(`${collector.url}/passerby.js`)).arrayBuffer());
    html = tag({ more: `integrity="sha384-${createHash('sha384').update(script).digest('base64')}" crossorigin` });
    expect(failed(await look())).toEqual([]);
    html = tag({ more: `integrity="sha384-${createHash('sha384').update('another').digest('base64')}" crossorigin` });
    expect(failed(await look())).toEqual(['script']);
  });

  it('fails where the script, the collector or the page is not there', async () => {
    html = tag({ file: 'passerby-9.js' });
    expect(failed(await look())).toEqual(['script']);
    html = tag({ more: 'data-api="http://127.0.0.1:1"' });
    expect(failed(await look())).toEqual(['collector']);
    const lines: string[] = [];
    const code = await run(['verify', '--no-wait', 'http://127.0.0.1:1', '--json'], { env: { DATABASE_URL: collector.databaseUrl }, out: (line) => lines.push(line), err: () => {}, signal: new AbortController().signal });
    expect(code).toBe(1);
    expect(failed(JSON.parse(lines[0] ?? '{}') as Answer)).toEqual(['page']);
  });

  it('asks for the page where none is named', async () => {
    const errors: string[] = [];
    expect(await run(['verify'], { env: {}, out: () => {}, err: (line) => errors.push(line), signal: new AbortController().signal })).toBe(2);
    expect(errors[0]).toContain('PASSERBY_USAGE');
  });
});
