// A small site that changes its address without loading a page, as many portfolio themes do. The tracker notices by itself.
window.track = window.track || function () { (window.track.q = window.track.q || []).push(arguments); };

const works = [
  { slug: 'harbour', title: 'Harbour', year: 2025, hues: [205, 28, 190] },
  { slug: 'orchard', title: 'Orchard, late', year: 2025, hues: [95, 40, 12] },
  { slug: 'two-chairs', title: 'Two chairs', year: 2024, hues: [14, 220, 45] },
  { slug: 'salt', title: 'Salt', year: 2024, hues: [190, 210, 35] },
  { slug: 'night-bus', title: 'Night bus', year: 2023, hues: [255, 48, 230] },
  { slug: 'window', title: 'Window, morning', year: 2023, hues: [48, 200, 20] },
];
const main = document.getElementById('main');

addEventListener('click', (event) => {
  const link = event.target.closest('a[href^="/portfolio/"]');
  if (!link || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  history.pushState(null, '', link.href);
  show();
  scrollTo(0, 0);
});
addEventListener('popstate', show);
show();

function show() {
  const [, page, slug] = /^\/portfolio\/(?:(\w+)\/)?(?:([\w-]+)\/)?/.exec(location.pathname) || [];
  const work = page === 'works' && works.find((one) => one.slug === slug);
  for (const link of document.querySelectorAll('nav a')) {
    link.toggleAttribute('aria-current', link.pathname === location.pathname);
  }
  if (work) return render(`${work.title} — Mara Lind`, detail(work));
  if (page === 'about') return render('About — Mara Lind', about());
  if (page === 'contact') return render('Contact — Mara Lind', contact());
  render('Mara Lind — paintings', list());
}

function render(title, node) {
  document.title = title;
  main.replaceChildren(node);
}

function list() {
  return element('ul', { class: 'works' }, works.map((work) => element('li', {}, [
    element('a', { href: `/portfolio/works/${work.slug}/` }, [picture(work), element('span', {}, [work.title]), element('small', {}, [`Oil on linen, ${work.year}`])]),
  ])));
}

function detail(work) {
  return element('article', { class: 'work' }, [
    element('h1', {}, [work.title]), picture(work), element('p', {}, [`Oil on linen, ${work.year}. 90 × 70 cm.`]),
    element('p', {}, [element('a', { href: '/portfolio/contact/', 'data-track': 'work_enquiry', 'data-track-work': work.slug }, ['Ask about this work →'])]),
  ]);
}

function about() {
  return element('article', { class: 'work' }, [
    element('h1', {}, ['About']), element('p', {}, ['Mara Lind paints rooms, harbours and weather. She lives by the sea and does not exist: she is here so that you can try Passerby.']),
  ]);
}

function contact() {
  const thanks = element('p', { role: 'status' }, ['']);
  const form = element('form', { id: 'contact' }, [
    element('h1', {}, ['Write to me']),
    element('label', {}, ['Your name', element('input', { name: 'name', required: '', autocomplete: 'name' }, [])]),
    element('label', {}, ['Message', element('textarea', { name: 'message', rows: '5', required: '' }, [])]),
    element('button', { type: 'submit' }, ['Send']), thanks,
  ]);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    window.track('contact_submitted', { form: 'contact' }); // what was written is nobody's business but the artist's
    form.reset();
    thanks.textContent = 'Thank you. The demo sends nothing but a count.';
  });
  return form;
}

/** A picture of a few coloured planes, different for each work. */
function picture({ title, hues }) {
  const svg = shape('svg', { viewBox: '0 0 90 70', role: 'img', 'aria-label': title });
  svg.append(
    shape('rect', { width: 90, height: 70, fill: `hsl(${hues[0]} 30% 72%)` }),
    shape('rect', { y: 38 + (hues[1] % 9), width: 90, height: 32, fill: `hsl(${hues[0]} 28% 42%)` }),
    shape('path', { d: `M${8 + (hues[2] % 20)} ${58 - (hues[1] % 12)} l${22 + (hues[1] % 14)} -${18 + (hues[0] % 14)} l14 26 z`, fill: `hsl(${hues[1]} 58% 54%)` }),
    shape('circle', { cx: 58 + (hues[2] % 18), cy: 18 + (hues[0] % 10), r: 5 + (hues[1] % 5), fill: `hsl(${hues[1]} 70% 78%)` }),
    shape('rect', { x: 44 + (hues[0] % 16), y: 34, width: 7, height: 24 + (hues[2] % 8), fill: `hsl(${hues[2]} 30% 24%)` }),
  );
  return svg;
}

function shape(name, attributes) {
  const node = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  return node;
}

function element(name, attributes, children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.append(...children);
  return node;
}
