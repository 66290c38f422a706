import { useState } from 'react';

/** One key for as long as a form is open: what is sent twice is made once. */
export function useIdempotencyKey(): string {
  const [key] = useState(() => crypto.randomUUID());
  return key;
}
