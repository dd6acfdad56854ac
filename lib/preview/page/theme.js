import { recall, remember } from './memory.ts';
/** The theme that the page shows: what was chosen, else the system's. */
export function currentTheme() {
  const chosen = document.documentElement.dataset.theme ?? '';
  if (chosen === 'light' || chosen === 'dark') return chosen;
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}
/** Applies what was chosen at an earlier visit; without a choice the system decides. */
export function applyRememberedTheme() {
  const chosen = recall('theme');
  if (chosen === 'light' || chosen === 'dark') applyTheme(chosen);
}
/** Changes from light to dark or back, and remembers it. */
export function toggleTheme() {
  const theme = currentTheme() === 'dark' ? 'light' : 'dark';
  applyTheme(theme);
  remember('theme', theme);
  return theme;
}
function applyTheme(theme) {
  document.documentElement.dataset.theme = theme;
  for (const name of ['light', 'dark']) {
    const sheet = document.getElementById(`panels-${name}`);
    if (sheet instanceof HTMLLinkElement) sheet.media = name === theme ? 'all' : 'not all';
  }
}
