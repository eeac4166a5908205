import { isIP, BlockList } from 'node:net';

/** The prefix that one household or device has: the whole of an IPv4 address, the first 64 bits of an IPv6 one. Empty for what is no address. */
export function networkOf(address: string): string {
  const plain = stripZone(address);
  const version = isIP(plain);
  if (version === 4) return plain;
  if (version !== 6) return '';
  const groups = expand(plain);
  if (groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff) return mappedIPv4(groups);
  return `${groups.slice(0, 4).map((group) => group.toString(16)).join(':')}::`;
}

/** Whether a peer is one of the proxies whose headers are believed. */
export function trustOf(ranges: readonly string[]): (address: string | undefined) => boolean {
  const trusted = new BlockList();
  for (const range of ranges) {
    const [network = '', bits] = range.split('/');
    const family = isIP(network) === 6 ? 'ipv6' : 'ipv4';
    trusted.addSubnet(network, bits === undefined ? (family === 'ipv6' ? 128 : 32) : Number(bits), family);
  }
  return (address) => {
    if (address === undefined || ranges.length === 0) return false;
    const plain = stripZone(address).replace(/^::ffff:(?=\d+\.)/i, '');
    const version = isIP(plain);
    return version !== 0 && trusted.check(plain, version === 6 ? 'ipv6' : 'ipv4');
  };
}

function stripZone(address: string): string {
  const zone = address.indexOf('%');
  return zone === -1 ? address : address.slice(0, zone);
}

function expand(address: string): number[] {
  const dotted = /^(.*:)(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(address);
  const text = dotted
    ? `${dotted[1]}${(Number(dotted[2]) * 256 + Number(dotted[3])).toString(16)}:${(Number(dotted[4]) * 256 + Number(dotted[5])).toString(16)}`
    : address;
  const [head = '', tail] = text.split('::');
  const left = head === '' ? [] : head.split(':').map((group) => Number.parseInt(group, 16));
  if (tail === undefined) return left;
  const right = tail === '' ? [] : tail.split(':').map((group) => Number.parseInt(group, 16));
  return [...left, ...Array<number>(8 - left.length - right.length).fill(0), ...right];
}

function mappedIPv4(groups: number[]): string {
  const [high = 0, low = 0] = groups.slice(6);
  return `${high >> 8}.${high & 255}.${low >> 8}.${low & 255}`;
}
