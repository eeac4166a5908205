/** What one visitor did that meets a step, in order of time; an event, by its number, that meets two steps stands twice. */
export type Hits = { event: number; time: number; step: number }[];

/**
 * How far a visitor comes: for each step reached, the seconds since the one before, on the way that leads furthest and, of
 * several, begins first. Steps are events one after the other: one event is one step. The way begins before `until`.
 */
export function walkFunnel(hits: Hits, steps: number, windowSeconds: number, until: number): number[] {
  let best: number[] = [];
  for (const [index, start] of hits.entries()) {
    if (start.step !== 0 || start.time >= until) continue;
    const way = walkFrom(hits, index, steps, start.time + windowSeconds);
    if (way.length > best.length) best = way;
    if (best.length === steps) break;
  }
  return best;
}

/** From one first step, taking each next step as soon as it comes: no later choice leads further. */
function walkFrom(hits: Hits, start: number, steps: number, deadline: number): number[] {
  const way = [0];
  let last = hits[start]!;
  for (let index = start + 1; index < hits.length && way.length < steps; index += 1) {
    const hit = hits[index]!;
    if (hit.time > deadline) break;
    if (hit.step !== way.length || hit.event === last.event) continue;
    way.push(hit.time - last.time);
    last = hit;
  }
  return way;
}
