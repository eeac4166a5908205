/** One line of an access log in Apache's common or combined format, nginx' default alike. */
export interface AccessLogLine {
  address: string;
  /** ms since 1970 */
  time: number;
  method: string;
  /** As it was asked for: a path with its query. */
  target: string;
  status: number;
  /** Empty where the log has none. */
  referrer: string;
  userAgent: string;
}

const QUOTED = String.raw`"((?:[^"\\]|\\.)*)"`;
const LINE = new RegExp(String.raw`^(\S+) \S+ .*?\[(\d{2})/(\w{3})/(\d{4}):(\d{2}):(\d{2}):(\d{2}) ([+-])(\d{2})(\d{2})\] ${QUOTED} (\d{3}) \S+(?: ${QUOTED} ${QUOTED})?`);
const REQUEST = /^([A-Z]+) (\S+)(?: HTTP\/[\d.]+)?$/;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Reads a line; undefined where it is no request, as what scanners send often is not. */
export function parseAccessLogLine(line: string): AccessLogLine | undefined {
  const match = LINE.exec(line);
  if (!match) return undefined;
  const [, address = '', day, month = '', year, hour, minute, second, sign, zoneHours, zoneMinutes, request = '', status, referrer, userAgent] = match;
  const [, method, target] = REQUEST.exec(unescape(request)) ?? [];
  const time = Date.UTC(Number(year), MONTHS.indexOf(month), Number(day), Number(hour), Number(minute), Number(second));
  if (method === undefined || target === undefined || !MONTHS.includes(month) || Number.isNaN(time)) return undefined;
  const offset = (Number(zoneHours) * 60 + Number(zoneMinutes)) * (sign === '-' ? -60_000 : 60_000);
  return { address, time: time - offset, method, target, status: Number(status), referrer: told(referrer), userAgent: told(userAgent) };
}

/** A hyphen stands for what a request did not say. */
function told(text: string | undefined): string {
  return text === undefined || text === '-' ? '' : unescape(text);
}

/** What the server wrote as `\"`, `\\` or `\xHH`. */
function unescape(text: string): string {
  return text.includes('\\') ? text.replace(/\\(?:x([0-9a-f]{2})|(.))/gi, (_, hex: string | undefined, character: string) => (hex ? String.fromCharCode(Number.parseInt(hex, 16)) : character)) : text;
}
