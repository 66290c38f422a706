import type { Me } from '@aegis/contracts';
import { createContext } from 'react';

/**
 * The account that the signed-in pages are shown for. A context rather than the query itself: when the session ends,
 * the guard above takes the pages away before any of them could see that nobody is there.
 */
export const MeContext = createContext<Me | undefined>(undefined);
