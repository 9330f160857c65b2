import './old-chromium.ts';
import '../shared/tokens.css';
import './workbench.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { watchLine } from './line.ts';
import { firstLanguage, setLanguage } from './words.ts';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');

watchLine();
void setLanguage(firstLanguage()).then(() =>
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  ),
);
