import { useSyncExternalStore } from 'react';
import type { Scope } from '../api/client.ts';

/** The latest change of this page on its way to the gateways. */
export interface FollowedChange {
  scope: Scope;
  revision: number;
  /** What was changed, in words. */
  said: string;
}

let followed: FollowedChange | undefined;
const listeners = new Set<() => void>();

function set(next: FollowedChange | undefined): void {
  followed = next;
  for (const listener of listeners) listener();
}

export const followRevision = (scope: Scope, revision: number, said: string): void =>
  set({ scope, revision, said });

export const stopFollowing = (): void => set(undefined);

export function useFollowedChange(): FollowedChange | undefined {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => followed,
  );
}
