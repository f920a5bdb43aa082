/** Starts the page. At the redirect URI of the popup, it only gives the provider's answer to the page that opened it. */
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { reportToOpener } from '../../client/adapters/popup.ts';
import { App } from './shell/app.tsx';
import { applyTheme } from './shell/theme.ts';
import './styles/index.css';

applyTheme();
const root = document.getElementById('root');
if (window.location.pathname === '/signed-in') reportToOpener();
else if (root !== null) {
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}
