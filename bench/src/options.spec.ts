import { groupNames } from './groups/index.ts';
import { readOptions } from './options.ts';

describe('readOptions', () => {
  it('runs everything and publishes it', () => {
    expect(readOptions([])).toEqual({
      groups: groupNames,
      rounds: 30,
      listRounds: 10,
      quick: false,
      json: false,
      publish: true,
    });
  });

  it('publishes neither a part nor a quick run', () => {
    expect(readOptions(['--only', 'latency', '--only', 'main'])).toMatchObject({
      groups: ['main', 'latency'],
      publish: false,
    });
    expect(readOptions(['--quick'])).toMatchObject({ rounds: 2, listRounds: 2, publish: false });
    expect(readOptions(['--rounds', '29'])).toMatchObject({ publish: false });
  });

  it('refuses what it does not know', () => {
    expect(() => readOptions(['--only', 'speed'])).toThrow('no group speed');
    expect(() => readOptions(['--rounds', '1'])).toThrow(RangeError);
    expect(() => readOptions(['--fast'])).toThrow("Unknown option '--fast'");
  });
});
