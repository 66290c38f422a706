import { z } from 'zod';

/** A secret inside a document: AES-256-GCM, bound to the document's Redis key. See `sealing.ts`. */
export const Sealed = z.strictObject({ $sealed: z.string() });
export type Sealed = z.infer<typeof Sealed>;
