import type { Theme } from '../../panels/render/theme.ts';
import { recall, remember } from './memory.ts';

/** The theme of the page: the chosen one, otherwise the system's. */
export function currentTheme(): Theme {
  const chosen = document.documentElement.dataset.theme ?? '';
  if (chosen === 'light' || chosen === 'dark') return chosen;
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}

/** Applies the choice of an earlier visit; without a choice the system decides. */
export function applyRememberedTheme(): void {
  const chosen = recall('theme');
  if (chosen === 'light' || chosen === 'dark') applyTheme(chosen);
}

/** Changes from light to dark or back, and remembers it. */
export function toggleTheme(): Theme {
  const theme = currentTheme() === 'dark' ? 'light' : 'dark';
  applyTheme(theme);
  remember('theme', theme);
  return theme;
}

function applyTheme(theme: Theme): void {
  document.documentElement.dataset.theme = theme;
  for (const name of ['light', 'dark'] as const) {
    const sheet = document.getElementById(`panels-${name}`);
    if (sheet instanceof HTMLLinkElement) sheet.media = name === theme ? 'all' : 'not all';
  }
}
