// The builder's own code: it names who is logged in, then calls window.track() where something worth counting happens.
window.track = window.track || function () { (window.track.q = window.track.q || []).push(arguments); };
window.track.identify = window.track.identify || function (id) { window.track('identify', id); };

const log = document.getElementById('log');

addEventListener('load', () => window.track.identify('artist-demo'));
for (const button of document.querySelectorAll('[data-action]')) {
  button.addEventListener('click', async () => {
    const name = button.dataset.action;
    const state = document.createElement('span');
    const line = document.createElement('li');
    line.append(name, state);
    log.prepend(line);
    state.textContent = 'queued';
    state.textContent = (await window.track(name, { from: 'toolbar' })) || 'queued';
  });
}
