import { AddressPolicy } from './address-policy.ts';

const closed = new AddressPolicy([]);

describe('address policy', () => {
  it.each([
    ['127.0.0.1', 'loopback'],
    ['127.255.255.254', 'loopback'],
    ['::1', 'loopback'],
    ['::ffff:127.0.0.1', 'loopback'],
    ['::ffff:7f00:1', 'loopback'],
    ['64:ff9b::a00:1', 'private network'],
    ['2002:a9fe:a9fe::1', 'link-local and cloud metadata'],
    ['169.254.169.254', 'link-local and cloud metadata'],
    ['fe80::1%eth0', 'link-local and cloud metadata'],
    ['fd00:ec2::254', 'link-local and cloud metadata'],
    ['10.1.2.3', 'private network'],
    ['172.31.0.1', 'private network'],
    ['192.168.1.1', 'private network'],
    ['100.64.0.1', 'private network'],
    ['fd12::1', 'private network'],
    ['0.0.0.0', 'reserved'],
    ['::', 'reserved'],
    ['224.0.0.1', 'multicast'],
    ['255.255.255.255', 'reserved'],
    ['localhost', 'not an address'],
  ])('refuses %s as %s', (address, rule) => {
    expect(closed.refusal(address)).toBe(rule);
  });

  it.each(['1.1.1.1', '172.32.0.1', '100.128.0.1', '2606:4700::1111', '::ffff:8.8.8.8'])(
    'lets %s pass',
    (address) => {
      expect(closed.refusal(address)).toBeUndefined();
    },
  );

  it('lets pass what the operator allowed, in every spelling, and nothing beside it', () => {
    const open = new AddressPolicy(['127.0.0.0/8', '::1', 'fd00:1::/32']);
    expect(open.refusal('127.0.0.9')).toBeUndefined();
    expect(open.refusal('::ffff:127.0.0.1')).toBeUndefined();
    expect(open.refusal('::1')).toBeUndefined();
    expect(open.refusal('fd00:1::5')).toBeUndefined();
    expect(open.refusal('fd00:2::5')).toBe('private network');
    expect(open.refusal('10.0.0.1')).toBe('private network');
  });
});
