import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { BrowserRouter, Link, Route, Routes } from 'react-router';
import { Statistics } from './statistics.tsx';
import './track.ts';
import { Works } from './works.tsx';

const app = document.getElementById('app');
if (!app) throw new Error('The page has no element #app.');
createRoot(app).render(
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
