import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Properties } from '../../collector/src/contract/index.ts';
import { until } from '../../test/support/until.ts';
import { startWorld, visit, type Cleanup, type Visit, type VisitOptions, type World } from './world.ts';

const BODY = `
  <a id="out" href="%OUT%/shop?session=1#x"><b id="child">A shop</b></a>
  <a id="inside" href="/about">About</a>
  <a id="mail" href="mailto:a@example.com">Mail</a>
  <a id="blank" href="%OUT%/blank" target="_blank" rel="noopener">Shop</a>
  <a id="pdf" href="/out/price-list.pdf?token=1">Prices</a>
  <a id="named" href="/out/press" download>Press kit</a>
  <a id="far" href="%OUT%/kit.zip?key=1">Press kit, elsewhere</a>
  <svg width="20" height="20"><a id="svg" href="%OUT%/svg"><rect width="20" height="20"/></a></svg>
  <svg width="20" height="20"><a id="xlink" xlink:href="%OUT%/xlink"><rect width="20" height="20"/></a></svg>
  <a id="tagged" href="%OUT%/kit.zip" data-track="press_kit" data-track-size="large" data-track-work_id="7">Press kit</a>
  <div data-track="card_opened"><a id="card" href="%OUT%/card">A card</a></div>
  <button id="stop" data-track="stopped">A button whose click goes no further</button>
  <form id="contact" name="message" action="/sent"><input id="text" name="text" required value=""><button id="send">Send</button></form>
  <form id="own" action="/sent" data-track="newsletter_joined" data-track-list="monthly"><input name="id" value="clobbered"><button id="join">Join</button></form>
  <form id="loose" action="/sent" novalidate><input required><button id="loosely">Send</button></form>
  <div id="host"></div>
  <script>
    // The page stays: clicks are what is tested, not what they lead to.
    addEventListener('click', (event) => { if (!window.prevent) event.target.closest('a')?.setAttribute('target', 'frame'); });
    addEventListener('submit', (event) => event.preventDefault());
    document.getElementById('stop').addEventListener('click', (event) => event.stopPropagation());
    const root = document.getElementById('host').attachShadow({ mode: 'open' });
    root.innerHTML = '<a id="shadow" href="%OUT%/shadow" target="frame"><i>Deep</i></a>';
  </script>
  <iframe name="frame"></iframe>`;

describe('interactions', () => {
  let world: World;
  const cleanup: Cleanup[] = [];

  beforeAll(async () => { world = await startWorld(); });
  afterEach(async () => { await Promise.all(cleanup.splice(0).map((close) => close())); });
  afterAll(() => world.close());

  const start = (options: VisitOptions = {}): Promise<Visit> => visit(world, cleanup, { body: BODY, ...options });

  /** Properties with the names of hosts instead of their ports. */
  const inWords = (properties: Properties, here: Visit): Properties =>
    JSON.parse(JSON.stringify(properties).replace(here.elsewhere, 'elsewhere').replace(here.site, 'here')) as Properties;

  /** What an action makes the tracker say, beside page views and engagement. */
  async function seen(act: (page: Page) => Promise<unknown>): Promise<[string, Properties][]> {
    const here = await start();
    await act(here.page);
    await here.pass(500);
    await here.drain();
    return here.sent().filter(({ event }) => !['page_view', 'engagement'].includes(event)).map(({ event, properties }) => [event, inWords(properties, here)]);
  }

  it('reports a click on a link to another host, without its query', async () => {
    expect(await seen((page) => page.click('#out'))).toEqual([['outbound_click', { url: 'elsewhere/shop' }]]);
  });
  it('reports a click with ctrl and with meta', async () => {
    expect(await seen((page) => page.click('#blank', { modifiers: ['Control'] }))).toEqual([['outbound_click', { url: 'elsewhere/blank' }]]);
    expect(await seen((page) => page.click('#blank', { modifiers: ['Meta'] }))).toEqual([['outbound_click', { url: 'elsewhere/blank' }]]);
  });
  it('reports a middle click', async () => {
    expect(await seen((page) => page.click('#out', { button: 'middle' }))).toEqual([['outbound_click', { url: 'elsewhere/shop' }]]);
  });
  it('does not report a right click', async () => {
    expect(await seen((page) => page.click('#out', { button: 'right' }))).toEqual([]);
  });
  it('reports a click on a child of a link', async () => {
    expect(await seen((page) => page.click('#child'))).toEqual([['outbound_click', { url: 'elsewhere/shop' }]]);
  });
  it('reports a click on an SVG link, however its address is written', async () => {
    expect(await seen((page) => page.click('#svg'))).toEqual([['outbound_click', { url: 'elsewhere/svg' }]]);
    expect(await seen((page) => page.click('#xlink'))).toEqual([['outbound_click', { url: 'elsewhere/xlink' }]]);
  });
  it('reports a click on a link that opens a new tab', async () => {
    expect(await seen((page) => page.click('#blank'))).toEqual([['outbound_click', { url: 'elsewhere/blank' }]]);
  });
  it('does not report a click on a link within the site, or to no page at all', async () => {
    expect(await seen((page) => page.click('#inside'))).toEqual([]);
    expect(await seen((page) => page.click('#mail'))).toEqual([]);
  });
  it('respects preventDefault, and does not navigate by itself', async () => {
    const here = await start();
    await here.page.evaluate(() => {
      Object.assign(window, { prevent: true });
      addEventListener('click', (event) => event.preventDefault());
    });
    await here.page.click('#out');
    await here.pass(500);
    await here.drain();
    expect(here.sent('outbound_click')).toEqual([]);
    expect(here.page.url()).toBe(`${here.site}/`);
  });
  it('never delays a link: the browser has left before the collector has answered', async () => {
    const here = await start({ clock: false });
    here.proxy.always('hang');
    await here.page.evaluate(() => { Object.assign(window, { prevent: true }); });
    await here.page.click('#out');
    await here.page.waitForURL(`${here.elsewhere}/shop**`);
    await until('the click has arrived', () => here.sent('outbound_click').length > 0);
    expect(here.sent('outbound_click')).toHaveLength(1);
  });
  it('reports a download as one event, without its query', async () => {
    expect(await seen((page) => page.click('#pdf'))).toEqual([['file_download', { url: 'here/out/price-list.pdf' }]]);
  });
  it('reports a link that says it is a download, whatever its name', async () => {
    expect(await seen((page) => page.click('#named'))).toEqual([['file_download', { url: 'here/out/press' }]]);
  });
  it('reports a download from another host as one event', async () => {
    expect(await seen((page) => page.click('#far'))).toEqual([['file_download', { url: 'elsewhere/kit.zip' }]]);
  });
  it('lets a tagged element beat outbound link and download, with its own name and properties', async () => {
    expect(await seen((page) => page.click('#tagged'))).toEqual([['press_kit', { size: 'large', work_id: '7' }]]);
    expect(await seen((page) => page.click('#card'))).toEqual([['card_opened', {}]]);
  });
  it('sees a click that a handler of the page stops', async () => {
    expect(await seen((page) => page.click('#stop'))).toEqual([['stopped', {}]]);
  });
  it('sees an element that was added later', async () => {
    expect(await seen(async (page) => {
      await page.evaluate(() => document.body.insertAdjacentHTML('afterbegin', '<button id="late" data-track="late_click">Late</button>'));
      await page.click('#late');
    })).toEqual([['late_click', {}]]);
  });
  it('reports Enter on a tagged link', async () => {
    expect(await seen(async (page) => {
      await page.focus('#tagged');
      await page.keyboard.press('Enter');
    })).toEqual([['press_kit', { size: 'large', work_id: '7' }]]);
  });
  it('reports a valid form that is submitted, and nothing of what was written in it', async () => {
    const here = await start();
    await here.page.fill('#text', 'my secret wish');
    await here.page.click('#send');
    await here.drain();
    expect(here.sent('form_submit').map(({ properties }) => properties)).toEqual([{ form_id: 'contact', form_name: 'message' }]);
    expect(JSON.stringify(here.proxy.arrivals)).not.toContain('secret wish');
  });
  it('reports no form that is invalid', async () => {
    expect(await seen((page) => page.click('#send'))).toEqual([]);
    expect(await seen((page) => page.click('#loosely'))).toEqual([]);
  });
  it('gives a tagged form its own name, and takes no click inside it for its submission', async () => {
    expect(await seen((page) => page.click('#own input'))).toEqual([]);
    expect(await seen((page) => page.click('#join'))).toEqual([['newsletter_joined', { list: 'monthly' }]]);
  });
  it('never sends a field that goes by the name of an attribute', async () => {
    const here = await start();
    await here.page.evaluate(() => document.getElementById('own')!.removeAttribute('data-track'));
    await here.page.click('#join');
    await here.drain();
    expect(JSON.stringify(here.proxy.arrivals)).not.toContain('clobbered');
  });
  it('sees a link inside shadow DOM', async () => {
    expect(await seen((page) => page.click('#shadow'))).toEqual([['outbound_click', { url: 'elsewhere/shadow' }]]);
  });
});
