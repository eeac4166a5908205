import type { WireEvent } from '../../collector/src/contract/index.ts';
import { chance, uuidAt, uuidOf } from './random.ts';
import { SAMPLE_DAYS } from './portfolio-events.ts';

const DAY = 86_400_000;
const ARTISTS = 80;
/** Smallest first. */
const PLANS = ['free', 'pro', 'studio'];
/** Of those who join. */
const FIRST_PLANS = [0, 0, 0, 0, 1, 2];

/** Browsers and homes of the artists. */
const AGENTS = [
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.3 Safari/605.1.15',
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36',
  'Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0',
  'Mozilla/5.0 (iPad; CPU OS 18_3 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.3 Mobile/15E148 Safari/604.1',
];
const ZONES = ['Europe/Berlin', 'Europe/Berlin', 'Europe/Paris', 'Europe/Lisbon', 'Europe/London', 'America/Toronto', 'America/Sao_Paulo', 'Asia/Tokyo'];

/** Invented activity of eighty artists in the builder: sessions of a few actions, some publishing, a few changes of plan. */
export function* builderEvents(now: number): Generator<WireEvent> {
  const today = Math.floor(now / DAY) * DAY;
  const plans = Array.from({ length: ARTISTS }, (_, artist) => pick(FIRST_PLANS, 'plan', artist) ?? 0);
  for (let index = 0; index < SAMPLE_DAYS; index++) {
    const midnight = today - (SAMPLE_DAYS - 1 - index) * DAY;
    for (let artist = 0; artist < ARTISTS; artist++) {
      const joined = Math.floor(chance('joined', artist) ** 2 * SAMPLE_DAYS * 0.9);
      const keen = 0.05 + 0.4 * chance('keen', artist) ** 2;
      if (index < joined || (index > joined && chance('active', artist, index) > keen)) continue;
      const start = midnight + (8 + chance('hour', artist, index) * 12) * 3_600_000;
      for (const [step, name] of session(artist, index, joined).entries()) {
        const at = Math.floor(start + step * (60_000 + chance('gap', artist, index, step) * 300_000));
        if (at >= now) continue;
        const plan = plans[artist] ?? 0;
        const next = plan + (name === 'plan.upgraded' ? 1 : name === 'plan.downgraded' ? -1 : 0);
        if (PLANS[next] === undefined) continue;
        plans[artist] = next;
        yield action(name, at, artist, PLANS[plan]!, PLANS[next]);
      }
    }
  }
}

/** What one artist does in one sitting. */
function session(artist: number, index: number, joined: number): string[] {
  const steps = ['page_view'];
  if (index === joined) steps.push('builder.site_created');
  const edits = 1 + Math.floor(chance('edits', artist, index) * 5);
  for (let edit = 0; edit < edits; edit++) steps.push(chance('what', artist, index, edit) < 0.3 ? 'builder.image_uploaded' : 'builder.page_edited');
  if (chance('theme', artist, index) < 0.15) steps.push('builder.theme_changed');
  if (chance('publish', artist, index) < 0.45) steps.push('builder.site_published');
  const change = chance('upgrade', artist, index);
  if (change < 0.035) steps.push('plan.upgraded');
  else if (change > 0.992) steps.push('plan.downgraded');
  return steps;
}

function action(name: string, at: number, artist: number, from: string, to: string): WireEvent {
  return {
    id: uuidAt(at, name, artist),
    event: name,
    timestamp: new Date(at).toISOString(),
    actor: { type: 'user', id: uuidOf('browser', artist), user_id: `artist-${artist + 1}`, plan: to },
    context: { url: 'http://localhost/builder/', user_agent: pick(AGENTS, 'agent', artist), time_zone: pick(ZONES, 'zone', artist) },
    properties: name.startsWith('plan.') ? { from, to } : {},
  };
}

function pick<T>(list: readonly T[], what: string, artist: number): T | undefined {
  return list[Math.floor(chance(what, artist) * list.length)];
}
