import { metadataOf, textOf } from './metadata.ts';

describe('notes about a tenant', () => {
  it('are lines of field=text, and come back as they were', () => {
    const text = 'region=eu\nnote=a=b\nempty=';
    expect(metadataOf(` ${text}\n\n`)).toEqual({ region: 'eu', note: 'a=b', empty: '' });
    expect(textOf(metadataOf(text) ?? {})).toBe(text);
  });

  it.each(['region', '=eu', 'a=1\na=2'])('are not %j', (text) => {
    expect(metadataOf(text)).toBeUndefined();
  });
});
