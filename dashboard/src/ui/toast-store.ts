import { useSyncExternalStore } from 'react';

export interface Toast {
  id: number;
  tone: 'good' | 'bad';
  title: string;
  detail?: string;
  requestId?: string;
}

let toasts: readonly Toast[] = [];
let lastId = 0;
const listeners = new Set<() => void>();

function set(next: readonly Toast[]): void {
  toasts = next;
  for (const listener of listeners) listener();
}

function add(entry: Omit<Toast, 'id'>): void {
  lastId += 1;
  set([...toasts.slice(-2), { ...entry, id: lastId }]);
}

export const toast = {
  good: (title: string, detail?: string) => add({ tone: 'good', title, ...(detail ? { detail } : {}) }),
  bad: (explanation: Omit<Toast, 'id' | 'tone'>) => add({ tone: 'bad', ...explanation }),
  dismiss: (id: number) => set(toasts.filter((one) => one.id !== id)),
};

export function useToasts(): readonly Toast[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => toasts,
  );
}
