import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { locationFromHeaders, locationFromZone, openGeoDatabase } from './geo.ts';

describe('where a device is', () => {
  it('is told by a content delivery network in front, the unknown and the Tor network excepted', () => {
    expect(locationFromHeaders({ 'cf-ipcountry': 'ch', 'cf-region': 'Zurich', 'cf-ipcity': 'Z%C3%BCrich' })).toEqual({ country: 'CH', region: 'Zurich', city: 'Zürich' });
    expect(locationFromHeaders({ 'x-vercel-ip-country': 'JP' })).toMatchObject({ country: 'JP' });
    for (const country of ['XX', 'T1', '', 'Switzerland', '<b>']) expect(locationFromHeaders({ 'cf-ipcountry': country })).toBeUndefined();
    expect(locationFromHeaders({ 'cf-ipcountry': 'CH', 'cf-ipcity': '%' })).toMatchObject({ city: '%' });
  });

  it('is guessed by the zone of its clock, old names included', () => {
    expect(['Europe/Zurich', 'Asia/Kolkata', 'Asia/Calcutta', 'America/New_York', 'Europe/Kiev', 'Europe/Kyiv'].map((zone) => locationFromZone(zone)?.country)).toEqual(['CH', 'IN', 'IN', 'US', 'UA', 'UA']);
    expect(['UTC', 'Mars/Olympus', 'constructor', undefined].map((zone) => locationFromZone(zone))).toEqual([undefined, undefined, undefined, undefined]);
  });

  it('is read from a GeoIP file where one is given', () => {
    const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'passerby-geo-')), 'city.mmdb');
    fs.writeFileSync(file, geoFile([203, 0, 113], { country: { iso_code: 'FR' }, city: { names: { en: 'Lyon' } } }));
    const locate = openGeoDatabase(file);
    expect(locate('203.0.113.9')).toEqual({ country: 'FR', region: undefined, city: 'Lyon' });
    expect(locate('198.51.100.1')).toBeUndefined();
    fs.rmSync(path.dirname(file), { recursive: true });
  });
});

/** A GeoIP file that knows one IPv4 network of 24 bits, by the format's specification: a tree, 16 zeros, the data, the metadata. */
function geoFile(network: [number, number, number], record: object): Buffer {
  const bits = network.flatMap((byte) => Array.from({ length: 8 }, (_, i) => (byte >> (7 - i)) & 1));
  const nothing = bits.length;
  const tree = bits.map((bit, node) => {
    const next = node + 1 < bits.length ? node + 1 : bits.length + 16;
    const [left, right] = bit === 0 ? [next, nothing] : [nothing, next];
    return Buffer.from([left >> 16, left >> 8, left, right >> 16, right >> 8, right].map((value) => value & 255));
  });
  const metadata = { node_count: bits.length, record_size: 24, ip_version: 4, database_type: 'Test', languages: ['en'], binary_format_major_version: 2, binary_format_minor_version: 0, build_epoch: 1, description: {} };
  return Buffer.concat([...tree, Buffer.alloc(16), encode(record), Buffer.from('\xab\xcd\xefMaxMind.com', 'latin1'), encode(metadata)]);
}

function encode(value: unknown): Buffer {
  if (typeof value === 'string') return Buffer.concat([Buffer.from([(2 << 5) | value.length]), Buffer.from(value)]);
  if (typeof value === 'number') return Buffer.from([(6 << 5) | 4, value >>> 24, value >>> 16, value >>> 8, value].map((byte) => byte & 255));
  if (Array.isArray(value)) return Buffer.concat([Buffer.from([value.length, 4]), ...value.map(encode)]);
  const entries = Object.entries(value as object);
  return Buffer.concat([Buffer.from([(7 << 5) | entries.length]), ...entries.flatMap(([key, item]) => [encode(key), encode(item)])]);
}
