/** Light or dark: the system's theme, until the user chooses one. */
import { createStore } from './store.ts';

export type Theme = 'light' | 'dark';

const STORED = 'step-up-console-theme';
const dark = window.matchMedia('(prefers-color-scheme: dark)');

export const theme = createStore<Theme>(chosen() ?? system());

export function applyTheme(): void {
  const apply = () => {
    document.documentElement.dataset.theme = theme.get();
  };
  apply();
  theme.subscribe(apply);
  dark.addEventListener('change', () => {
    if (chosen() === undefined) theme.set(system);
  });
}

export function switchTheme(): void {
  theme.set((current) => (current === 'dark' ? 'light' : 'dark'));
  localStorage.setItem(STORED, theme.get());
}

function system(): Theme {
  return dark.matches ? 'dark' : 'light';
}

function chosen(): Theme | undefined {
  const stored = localStorage.getItem(STORED);
  return stored === 'light' || stored === 'dark' ? stored : undefined;
}
