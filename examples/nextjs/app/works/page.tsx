import Link from 'next/link';

export default function Works() {
  return (
    <main>
      <h1>Works</h1>
      <button type="button" data-track="work_enquiry" data-track-work="harbour">Ask about Harbour</button>
      <Link href="/">Home</Link>
    </main>
  );
}
