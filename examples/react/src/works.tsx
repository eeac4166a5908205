import { track } from './track.ts';

export function Works() {
  return (
    <main>
      <h1>Works</h1>
      <button type="button" onClick={() => void track('work_enquiry', { work: 'harbour' })}>Ask about Harbour</button>
    </main>
  );
}
