import Link from 'next/link';

export default function Home() {
  return <main><h1>Mara Lind</h1><Link href="/works">Works</Link></main>;
}
