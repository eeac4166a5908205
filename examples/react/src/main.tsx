import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { BrowserRouter, Link, Route, Routes } from 'react-router';
import { Statistics } from './statistics.tsx';
import './track.ts';
import { Works } from './works.tsx';

createRoot(document.getElementById('app') as HTMLElement).render(
  <StrictMode>
    <BrowserRouter>
      <nav><Link to="/">Home</Link> <Link to="/works">Works</Link></nav>
      <Routes>
        <Route path="/" element={<h1>Mara Lind</h1>} />
        <Route path="/works" element={<Works />} />
        <Route path="/admin" element={<Statistics />} />
      </Routes>
    </BrowserRouter>
  </StrictMode>,
);
