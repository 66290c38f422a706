import { z } from 'zod';
import { messageOf } from './messages.ts';

const firstMessage = (schema: z.ZodType, value: unknown) => {
  const result = schema.safeParse(value, { error: messageOf });
  return result.error?.issues[0]?.message;
};

describe('messages of form fields', () => {
  it.each([
    [z.string().min(1), '', 'Fill this in.'],
    [z.string(), undefined, 'Fill this in.'],
    [z.int(), Number.NaN, 'Fill this in.'],
    [z.string().min(10), 'short', 'At least 10 characters.'],
    [z.int().max(5), 6, 'At most 5.'],
    [z.array(z.string()).max(1), ['a', 'b'], 'At most 1 entries.'],
    [z.email(), 'nobody', 'This is not an e-mail address.'],
    [z.url(), 'nowhere', 'This is not an address; it starts with http:// or https://.'],
  ])('%#', (schema, value, expected) => {
    expect(firstMessage(schema, value)).toBe(expected);
  });

  it('leaves the words that a contract chose itself', () => {
    expect(firstMessage(z.string().regex(/^a/, 'starts with a'), 'b')).toBe('starts with a');
  });
});
