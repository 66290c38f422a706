import { HOST_SHARDS } from '@aegis/contracts';
import { hostRows, shardOf } from './host-names.ts';

describe('host names of environments', () => {
  it('gives every environment one label below the base domain', () => {
    expect(hostRows('shop', 'example.com').map((row) => row.host)).toEqual([
      'shop.example.com',
      'shop--staging.example.com',
      'shop--development.example.com',
    ]);
  });

  it('shards by CRC-32 as the gateways do', () => {
    // 0xCBF43926 is the published check value of CRC-32 for this text.
    expect(shardOf('123456789')).toBe(0xcbf43926 % HOST_SHARDS);
  });
});
