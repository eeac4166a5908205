import { examine } from '../../doctor/examine.ts';
import type { Finding } from '../../doctor/finding.ts';
import type { Command } from '../command.ts';
import { findingLine } from '../finding-line.ts';

export const doctor: Command = {
  name: 'doctor',
  usage: '',
  summary: 'Looks whether everything that a collector needs is well: database, migrations, partitions, counting, clocks, salts, proxies, disk; says what to do, and changes nothing.',
  options: {},
  async run(context) {
    const findings: Finding[] = [];
    for await (const finding of examine(context.config)) {
      findings.push(finding);
      context.say(findingLine(finding));
    }
    const ok = findings.every(({ result }) => result !== 'failed');
    context.print({ ok, findings }, ok ? '\nAll well.' : '\nNot well.');
    if (!ok) context.fail();
  },
};
