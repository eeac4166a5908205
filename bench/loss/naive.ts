/**
 * The tracker that one writes first: events in an array, sent by `fetch` every two seconds and at the end by `sendBeacon`; put back
 * where the request fails, forgotten where it was taken. Each sending gives new ids, as where there are none.
 */
export const NAIVE = `(() => {
  const { site, api } = document.currentScript.dataset;
  let queue = [];
  const uuid = () => {
    const hex = Date.now().toString(16).padStart(12, '0') + '7' + crypto.randomUUID().replaceAll('-', '').slice(13);
    return hex.replace(/(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
  };
  const body = (events) => JSON.stringify({ site, sent_at: new Date(), events: events.map((event) => ({ ...event, id: uuid() })) });
  window.track = (event, properties) => {
    queue.push({ event, properties, timestamp: new Date().toISOString(), actor: { type: 'visitor' }, context: { url: location.href } });
  };
  setInterval(async () => {
    const events = queue;
    if (!events.length) return;
    queue = [];
    try {
      const response = await fetch(api + '/api/track', { method: 'POST', body: body(events) });
      if (!response.ok) throw response.status;
    } catch { queue = events.concat(queue); }
  }, 2000);
  document.addEventListener('visibilitychange', () => {
    if (document.hidden && queue.length && navigator.sendBeacon(api + '/api/track', body(queue))) queue = [];
  });
})();`;
