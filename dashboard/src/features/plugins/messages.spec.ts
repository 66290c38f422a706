import { messageAt } from './messages.ts';

const problems = [
  { field: 'plugins.cors.origins.1', message: 'must match pattern "^https?"' },
  { field: 'plugins.cors.max_age', message: 'must be <= 86400' },
];

describe('messages at plugin settings', () => {
  it('names the line of a list and keeps regular expressions to itself', () => {
    expect(messageAt(problems, 'plugins.cors.origins')).toBe(
      'Line 2: not of the form that is described here.',
    );
  });

  it('passes other words on', () => {
    expect(messageAt(problems, 'plugins.cors.max_age')).toBe('must be <= 86400');
  });

  it('does not take a name for the beginning of another', () => {
    expect(messageAt(problems, 'plugins.cors.max')).toBeUndefined();
  });
});
