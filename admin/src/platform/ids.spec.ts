import { Id } from '@aegis/contracts';
import { newId } from './ids.ts';

describe('ids', () => {
  it('are UUIDs of version 7 that begin with their moment', () => {
    const id = newId(0x0123456789ab);
    expect(Id.safeParse(id).success).toBe(true);
    expect(id).toMatch(/^01234567-89ab-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it('differ within a millisecond, and sort by time', () => {
    const same = Array.from({ length: 1_000 }, () => newId(1));
    expect(new Set(same).size).toBe(1_000);
    expect([newId(3), newId(1), newId(2)].sort().map((id) => id.slice(12, 13))).toEqual(['1', '2', '3']);
  });
});
