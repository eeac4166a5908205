/** Pages that draw the same points, each with the means of its kind. All measure to the end of the frame that shows the chart. */

/** The panel, or its chart alone. */
export const panelPage = (element: string): string => page(`<script src="/stats-panel.js" defer></script>`, element, `
  const root = (element, selector) => element?.shadowRoot?.querySelector(selector);
  const look = () => {
    const chart = root(document.querySelector('stats-panel'), 'stats-chart') ?? document.querySelector('stats-chart');
    if (root(chart, 'path.line')?.getAttribute('d').startsWith('M')) painted();
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);`);

/** Chart.js as its guide says, without its animation and with as many labels as fit. */
export const chartJsPage = (data: string): string => page('<script src="/chart.js"></script>', '<div style="height:280px"><canvas id="chart"></canvas></div>', `
  const { points } = await (await fetch('${data}', { headers })).json();
  new Chart(document.querySelector('#chart'), {
    type: 'line',
    data: { labels: points.map(({ t }) => t), datasets: [{ label: 'Visitors', data: points.map(({ visitors }) => visitors), pointRadius: 0, borderColor: '#2f42b5' }] },
    options: { animation: false, responsive: true, maintainAspectRatio: false },
  });
  drawn();`);

/** As little as a chart can be: one path and nothing else. */
export const barePage = (data: string): string => page('', '<div id="chart"></div>', `
  const { points } = await (await fetch('${data}', { headers })).json();
  const most = Math.max(...points.map(({ visitors }) => visitors));
  const path = points.map(({ visitors }, index) => (index ? 'L' : 'M') + (index * 1200 / points.length).toFixed(1) + ' ' + (280 - 260 * visitors / most).toFixed(1)).join('');
  document.querySelector('#chart').innerHTML = '<svg width="1200" height="280"><path fill="none" stroke="#2f42b5" d="' + path + '"/></svg>';
  drawn();`);

/** `window.firstChart` becomes the milliseconds from the points' arrival to the frame that shows them. */
const page = (head: string, body: string, script: string): string => `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Bench</title>
<meta name="viewport" content="width=device-width"><link rel="icon" href="data:,">
<script>
  const real = Response.prototype.json;
  Response.prototype.json = async function () {
    const answer = await real.call(this);
    if (this.url.includes('/timeseries')) window.arrived ??= performance.now();
    return answer;
  };
  const headers = { authorization: 'Bearer ' + new URLSearchParams(location.search).get('token') };
  // Called before a frame is painted; the message comes after.
  const painted = () => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => { window.firstChart = performance.now() - window.arrived; };
    port2.postMessage('');
  };
  const drawn = () => requestAnimationFrame(painted);
  window.shifted = 0;
  new PerformanceObserver((list) => { for (const { value } of list.getEntries()) window.shifted += value; }).observe({ type: 'layout-shift', buffered: true });
</script>
${head}</head><body style="margin:16px">${body}<script type="module">${script}</script></body></html>`;
