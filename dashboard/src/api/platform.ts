import { platformInfo } from '@aegis/contracts';
import { read } from './query.ts';

/** What a visitor needs to know; it changes with a restart at most. */
export const platformQuery = { ...read(null, platformInfo), staleTime: 300_000 };
