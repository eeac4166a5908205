import fs from 'node:fs';
import type { IncomingHttpHeaders } from 'node:http';
import { getAllTimezones } from 'countries-and-timezones';
import { Reader, type CityResponse } from 'mmdb-lib';

export interface Location {
  /** ISO 3166-1 alpha-2. */
  country?: string | undefined;
  region?: string | undefined;
  city?: string | undefined;
}

/** Headers in which content delivery networks tell the visitor's place, the most used first. */
const COUNTRY_HEADERS = ['cf-ipcountry', 'x-vercel-ip-country', 'cloudfront-viewer-country', 'x-appengine-country', 'x-geo-country'];
const REGION_HEADERS = ['cf-region', 'x-vercel-ip-country-region', 'cloudfront-viewer-country-region-name', 'x-appengine-region'];
const CITY_HEADERS = ['cf-ipcity', 'x-vercel-ip-city', 'cloudfront-viewer-city', 'x-appengine-city'];

/** The country of each zone: of those that share one, the first, which is the one the zone is named for. Data: countries-and-timezones (MIT). */
const countryOfZone = new Map<string, string>();
for (const { name, countries } of Object.values(getAllTimezones({ deprecated: true }))) {
  if (countries[0] !== undefined) countryOfZone.set(name, countries[0]);
}

export type AddressLocator = (address: string) => Location | undefined;

/** Opens a GeoIP database in MaxMind's format. It is read whole: 10 to 130 MB. */
export function openGeoDatabase(file: string): AddressLocator {
  const reader = new Reader<CityResponse>(fs.readFileSync(file));
  return (address) => {
    const found = reader.get(address);
    const country = found?.country?.iso_code ?? found?.registered_country?.iso_code;
    if (!found || country === undefined) return undefined;
    return { country, region: found.subdivisions?.[0]?.names.en, city: found.city?.names.en };
  };
}

/** What the headers of a content delivery network say. Only for requests from a trusted proxy: anybody can send these. */
export function locationFromHeaders(headers: IncomingHttpHeaders): Location | undefined {
  const country = first(headers, COUNTRY_HEADERS)?.toUpperCase();
  // XX: unknown, T1: the Tor network
  if (country === undefined || !/^[A-Z]{2}$/.test(country) || country === 'XX') return undefined;
  return { country, region: first(headers, REGION_HEADERS), city: first(headers, CITY_HEADERS) };
}

/** The last resort: where the device's clock is set to. */
export function locationFromZone(zone: string | undefined): Location | undefined {
  const country = zone === undefined ? undefined : countryOfZone.get(zone);
  return country === undefined ? undefined : { country };
}

function first(headers: IncomingHttpHeaders, names: readonly string[]): string | undefined {
  for (const name of names) {
    const value = headers[name];
    if (typeof value === 'string' && value !== '') return decode(value).slice(0, 100);
  }
  return undefined;
}

function decode(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
