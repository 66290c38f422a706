/** The entries of a menu, in their order. */
export const itemsOf = (menu: HTMLElement): HTMLElement[] => [
  ...menu.querySelectorAll<HTMLElement>('[role="menuitem"]'),
];

interface Named {
  textContent: string | null;
}

/** Where a key leads: arrows go round, Home and End to the ends, a letter to the next entry that begins with it. */
export function itemAfter<T extends Named>(items: readonly T[], current: number, key: string): T | undefined {
  const count = items.length;
  if (key === 'ArrowDown') return items[(current + 1) % count];
  if (key === 'ArrowUp') return items[(current - 1 + count) % count];
  if (key === 'Home') return items[0];
  if (key === 'End') return items[count - 1];
  if (key.length !== 1 || key === ' ') return undefined;
  const following = [...items.slice(current + 1), ...items.slice(0, current + 1)];
  return following.find(({ textContent }) => textContent?.trim().toLowerCase().startsWith(key.toLowerCase()));
}

const gap = 6;

/** Below the button, or above it where more room is; set on the element, since it lies in the browser's top layer. */
export function placeBeside(menu: HTMLElement, button: HTMLElement, align: 'start' | 'end'): void {
  const rect = button.getBoundingClientRect();
  const { clientWidth, clientHeight } = document.documentElement;
  const below = clientHeight - rect.bottom > rect.top;
  menu.style.inset = 'auto';
  if (below) menu.style.top = `${rect.bottom + gap}px`;
  else menu.style.bottom = `${clientHeight - rect.top + gap}px`;
  if (align === 'start') menu.style.left = `${Math.max(gap, rect.left)}px`;
  else menu.style.right = `${Math.max(gap, clientWidth - rect.right)}px`;
}
