import { BlockList, isIP, isIPv6 } from 'node:net';

/** Ranges that a customer must not reach through us, with the rule's name as answers say it. */
const refused: readonly [rule: string, ranges: readonly string[]][] = [
  ['loopback', ['127.0.0.0/8', '::1/128']],
  ['link-local and cloud metadata', ['169.254.0.0/16', 'fe80::/10', 'fd00:ec2::254/128']],
  [
    'private network',
    ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', 'fc00::/7', 'fec0::/10'],
  ],
  [
    'reserved',
    ['0.0.0.0/8', '192.0.0.0/24', '198.18.0.0/15', '240.0.0.0/4', '::/128', '64:ff9b:1::/48', '100::/64'],
  ],
  ['multicast', ['224.0.0.0/4', 'ff00::/8']],
];

function blockList(ranges: readonly string[]): BlockList {
  const list = new BlockList();
  for (const range of ranges) {
    const [address = '', bits] = range.split('/');
    const family = isIPv6(address) ? 'ipv6' : 'ipv4';
    list.addSubnet(address, bits === undefined ? (family === 'ipv6' ? 128 : 32) : Number(bits), family);
  }
  return list;
}

const rules = refused.map(([rule, ranges]) => ({ rule, list: blockList(ranges) }));

/** The eight groups of an IPv6 address as numbers. */
function groupsOf(address: string): number[] {
  const canonical = new URL(`http://[${address}]`).hostname.slice(1, -1);
  const [head = '', tail] = canonical.split('::');
  const numbers = (text: string) =>
    text === '' ? [] : text.split(':').map((group) => Number.parseInt(group, 16));
  if (tail === undefined) return numbers(head);
  const [left, right] = [numbers(head), numbers(tail)];
  return [...left, ...Array<number>(8 - left.length - right.length).fill(0), ...right];
}

const v4 = (high = 0, low = 0) => [high >> 8, high & 255, low >> 8, low & 255].join('.');

/** IPv4 inside IPv6 reaches the IPv4 network: mapped, NAT64 (RFC 6052) and 6to4 (RFC 3056). */
function innermost(address: string): string {
  if (!isIPv6(address)) return address;
  const groups = groupsOf(address);
  const [a = 0, b = 0, c = 0] = groups;
  const startsWith = (...prefix: number[]) => prefix.every((group, i) => groups[i] === group);
  if (startsWith(0, 0, 0, 0, 0, 0xffff) || startsWith(0x64, 0xff9b, 0, 0, 0, 0))
    return v4(groups[6], groups[7]);
  if (a === 0x2002) return v4(b, c);
  return address;
}

/** Which addresses the platform calls for its customers. One policy for upstreams and every other outgoing call. */
export class AddressPolicy {
  readonly #allowed: BlockList;

  /** @param allow CIDR ranges or addresses that the operator permits although they are private. */
  constructor(readonly allow: readonly string[]) {
    this.#allowed = blockList(allow);
  }

  /** The rule that refuses an address; nothing when it may be called. */
  refusal(address: string): string | undefined {
    const inner = innermost(address.split('%')[0] ?? '');
    const family = isIP(inner) === 6 ? 'ipv6' : 'ipv4';
    if (isIP(inner) === 0) return 'not an address';
    if (this.#allowed.check(inner, family)) return undefined;
    return rules.find(({ list }) => list.check(inner, family))?.rule;
  }
}
