import { replaceRoute } from '@aegis/contracts';
import { inputOf, keyedJson, moment, withoutAbsent } from './merge.ts';

describe('input of changes', () => {
  it('keeps false, zero and empty text, and drops what was not given', () => {
    expect(withoutAbsent({ a: false, b: 0, c: '', d: undefined })).toEqual({ a: false, b: 0, c: '' });
  });

  it('reads plugin settings, which may hold equal signs', () => {
    expect(keyedJson(['cors={"origins":["https://a.example/?x=1"]}'])).toEqual({
      cors: { origins: ['https://a.example/?x=1'] },
    });
    expect(keyedJson(undefined)).toBeUndefined();
  });

  it.each(['cors', 'cors={', '={}'])('refuses "%s"', (text) =>
    expect(() => keyedJson([text])).toThrow('name={…}'),
  );

  it('takes of a thing what its replacement wants, and not its stamps', () => {
    const route = { id: 'x', created_at: 'y', liveness: {}, name: 'r', path: '/', limits: ['burst'] };
    expect(inputOf(replaceRoute, route)).toEqual({ name: 'r', path: '/', limits: ['burst'] });
  });

  it('turns days and moments into UTC', () => {
    expect(moment('2027-01-31')).toBe('2027-01-31T00:00:00.000Z');
    expect(moment('2027-01-31T12:00:00+02:00')).toBe('2027-01-31T10:00:00.000Z');
    expect(() => moment('soon')).toThrow('soon');
  });
});
