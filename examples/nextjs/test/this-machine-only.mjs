// For `node --import`: a process that looks for any other machine ends at once.
import dns from 'node:dns';

const { lookup } = dns;
dns.lookup = (host, ...rest) => {
  if (host !== 'localhost') {
    process.stderr.write(`looked for ${host}\n`);
    process.exit(9);
  }
  return lookup(host, ...rest);
};
