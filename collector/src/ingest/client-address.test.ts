import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { networkOf, trustOf } from './client-address.ts';

describe('networkOf', () => {
  it.each([
    ['203.0.113.9', '203.0.113.9'],
    ['::ffff:203.0.113.9', '203.0.113.9'],
    ['::FFFF:cb00:7109', '203.0.113.9'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::'],
    ['2001:DB8:0001:0002::', '2001:db8:1:2::'],
    ['2001:db8::1', '2001:db8:0:0::'],
    ['fe80::1%eth0', 'fe80:0:0:0::'],
    ['::1', '0:0:0:0::'],
    ['64:ff9b::203.0.113.9', '64:ff9b:0:0::'],
    ['', ''],
    ['not an address', ''],
    ['203.0.113.9:80', ''],
    ['999.1.1.1', ''],
  ])('takes %s for %o', (address, network) => {
    expect(networkOf(address)).toBe(network);
  });

  it('is the same for every address of a /64 and another for its neighbour', () => {
    const group = fc.integer({ min: 0, max: 0xffff }).map((n) => n.toString(16));
    fc.assert(fc.property(fc.array(group, { minLength: 8, maxLength: 8 }), fc.array(group, { minLength: 4, maxLength: 4 }), (address, device) => {
      const own = networkOf(address.join(':'));
      const neighbour = [...address.slice(0, 3), ((Number.parseInt(address[3] ?? '', 16) + 1) & 0xffff).toString(16), ...address.slice(4)];
      return networkOf([...address.slice(0, 4), ...device].join(':')) === own && networkOf(neighbour.join(':')) !== own;
    }));
  });
});

describe('trustOf', () => {
  it('trusts the ranges it is given, and no one where there are none', () => {
    const trusts = trustOf(['10.0.0.0/8', '192.0.2.1', '2001:db8::/32']);
    expect(['10.9.8.7', '::ffff:10.0.0.1', '192.0.2.1', '2001:db8:5::1'].map(trusts)).toEqual([true, true, true, true]);
    expect(['11.0.0.1', '192.0.2.2', '2001:db9::1', '', 'x', undefined].map(trusts)).toEqual([false, false, false, false, false, false]);
    expect(trustOf([])('127.0.0.1')).toBe(false);
  });
});
