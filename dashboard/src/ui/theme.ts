import { useSyncExternalStore } from 'react';

/** `theme.js` (before the first paint) reads the same place. */
const storageKey = 'aegis.theme';
export type ThemeChoice = 'light' | 'dark' | 'system';
const darkSystem = matchMedia('(prefers-color-scheme: dark)');
const listeners = new Set<() => void>();

function read(): ThemeChoice {
  try {
    const stored = localStorage.getItem(storageKey);
    return stored === 'light' || stored === 'dark' ? stored : 'system';
  } catch {
    return 'system';
  }
}

let choice = read();
const isDark = () => choice === 'dark' || (choice === 'system' && darkSystem.matches);

function apply(): void {
  document.documentElement.classList.toggle('dark', isDark());
  for (const listener of listeners) listener();
}
darkSystem.addEventListener('change', apply);

export function chooseTheme(next: ThemeChoice): void {
  choice = next;
  try {
    if (next === 'system') localStorage.removeItem(storageKey);
    else localStorage.setItem(storageKey, next);
  } catch {
    // Without storage the choice holds until the page is left.
  }
  apply();
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useTheme() {
  const shown = useSyncExternalStore(subscribe, () => (isDark() ? 'dark' : 'light'));
  const chosen = useSyncExternalStore(subscribe, () => choice);
  return { shown, chosen };
}
