import { actionWords } from './action-words.ts';

describe('words of an audit entry', () => {
  it('says what the operation does', () => {
    expect(actionWords('apps.create')).toBe('Create an app');
  });

  it('keeps the first half of a longer summary', () => {
    expect(actionWords('keys.revoke')).toBe('Refuse a key from now on');
  });

  it('keeps what it does not know', () => {
    expect(actionWords('platform.started')).toBe('platform.started');
  });
});
