import type { IncomingHttpHeaders } from 'node:http';
import type { WireEvent } from '../contract/index.ts';
import type { Site } from '../sites/site.ts';
import { readAgent, type Agent } from './agent.ts';
import { networkOf } from './client-address.ts';
import { locationFromHeaders, type AddressLocator, type Location } from './geo.ts';

/** The device that events come from, as far as it is known. Lives as long as the request; its address is never stored. */
export interface Device {
  /** See {@link networkOf}; empty where the address is not known. */
  network: string;
  userAgent: string;
  agent: Agent;
  location: Location | undefined;
}

/** Who sends a batch. */
export interface Sender {
  site: Site;
  /** `browser`: with the public key alone. `server` and `import`: trusted to speak for others. */
  origin: 'browser' | 'server' | 'import';
  /** The collector's clock at arrival, ms. */
  receivedAt: number;
  /** The collector's clock minus the sender's, ms. */
  skew: number;
  /** The device itself, where a browser sends; else what the batch's headers say, and each event may tell its own. */
  device: Device;
}

const NO_AGENT: Agent = { device: undefined, browser: undefined, os: undefined, bot: undefined };
const UNKNOWN_DEVICE: Device = { network: '', userAgent: '', agent: NO_AGENT, location: undefined };

/** @param headers only to be read for the place where they come from a trusted proxy */
export function deviceOf(address: string, userAgent: string, brands: string, headers: IncomingHttpHeaders | undefined, locate: AddressLocator | undefined): Device {
  return {
    network: networkOf(address),
    userAgent,
    agent: readAgent(userAgent, brands),
    location: (headers && locationFromHeaders(headers)) ?? locate?.(address),
  };
}

/** The device that a trusted source names: by address, by user agent, or not at all. What it does not tell is not guessed. */
export function toldDevice(address: string | undefined, userAgent: string | undefined, locate: AddressLocator | undefined): Device {
  if (address === undefined && userAgent === undefined) return UNKNOWN_DEVICE;
  const network = address === undefined ? '' : networkOf(address);
  return {
    network,
    userAgent: userAgent ?? '',
    agent: userAgent === undefined ? NO_AGENT : readAgent(userAgent),
    location: network === '' || address === undefined ? undefined : locate?.(address),
  };
}

/** The device of one event. A public key's `client_address` and `user_agent` are ignored: anybody could have written them. */
export function deviceOfEvent(event: WireEvent, sender: Sender, locate: AddressLocator | undefined): Device {
  if (sender.origin === 'browser') return sender.device;
  const { client_address: address, user_agent: userAgent } = event.context;
  return address === undefined && userAgent === undefined ? sender.device : toldDevice(address, userAgent, locate);
}
