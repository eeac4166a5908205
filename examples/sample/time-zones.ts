/** The log tells no country. Where a visitor came from a Google of one country, its zone stands in; else it stays unknown. */
const ZONES: Record<string, string> = {
  'co.uk': 'Europe/London', de: 'Europe/Berlin', fr: 'Europe/Paris', 'co.in': 'Asia/Kolkata', es: 'Europe/Madrid', it: 'Europe/Rome',
  ru: 'Europe/Moscow', nl: 'Europe/Amsterdam', 'com.br': 'America/Sao_Paulo', se: 'Europe/Stockholm', ca: 'America/Toronto',
  dk: 'Europe/Copenhagen', fi: 'Europe/Helsinki', at: 'Europe/Vienna', cz: 'Europe/Prague', 'com.ar': 'America/Argentina/Buenos_Aires',
  'com.au': 'Australia/Sydney', pl: 'Europe/Warsaw', ch: 'Europe/Zurich', be: 'Europe/Brussels', no: 'Europe/Oslo', pt: 'Europe/Lisbon',
  'co.jp': 'Asia/Tokyo', 'com.mx': 'America/Mexico_City', ie: 'Europe/Dublin', ro: 'Europe/Bucharest', gr: 'Europe/Athens', hu: 'Europe/Budapest',
};

/** The zone behind a referrer such as `http://www.google.de/url`, or undefined. */
export function zoneOf(referrer: string): string | undefined {
  const country = /^https?:\/\/www\.google\.([a-z.]+)\//.exec(referrer)?.[1];
  return country === undefined ? undefined : ZONES[country];
}
