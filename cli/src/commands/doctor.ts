import { AegisCommand } from '../base.ts';
import { adminAnswers, dependenciesAnswer, signedIn } from '../doctor/admin.ts';
import { type Diagnosis, examine } from '../doctor/chain.ts';
import { gatewaysCurrent, gatewaysUp, mailLeaves } from '../doctor/gateways.ts';
import { requestPasses } from '../doctor/request.ts';
import { safeEnough } from '../doctor/versions.ts';
import { exitCodes } from '../errors.ts';
import { printable, styled } from '../terminal/printable.ts';

/** In the order in which one depends on the other. */
const links = [
  adminAnswers,
  dependenciesAnswer,
  signedIn,
  gatewaysUp,
  gatewaysCurrent,
  safeEnough,
  requestPasses,
  mailLeaves,
];

const marks = {
  ok: styled('green', '✓'),
  warning: styled('yellow', '!'),
  broken: styled('red', '✗'),
  skipped: styled('dim', '–'),
};

export default class Doctor extends AegisCommand {
  static override summary = 'Check the whole chain and name the first broken link';
  static override description =
    'From this command line to a request through a gateway. Ends with 1 when a link is broken. ' +
    'Warns of versions of nginx, ngx_lua, OpenSSL, Redis and PostgreSQL whose known holes are open; a warning ends with 0.';
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --json',
  ];

  async run(): Promise<{ ok: boolean; first_broken: string | undefined; links: Diagnosis[] }> {
    await this.parse(Doctor);
    const patient = { api: this.api, settings: this.settings, version: this.config.version };
    const found = await examine(links, patient, (diagnosis) => this.tell(diagnosis));
    const broken = found.find(({ state }) => state === 'broken');
    if (broken) process.exitCode = exitCodes.failed;
    this.log('%s', broken ? `\nFirst broken link: ${broken.name}. ${broken.fix}` : '\nNothing is broken.');
    return { ok: broken === undefined, first_broken: broken?.name, links: found };
  }

  private tell({ name, state, text, fix }: Diagnosis): void {
    this.log('%s', `${marks[state]} ${name.padEnd(13)}  ${text.split('\n').map(printable).join('\n    ')}`);
    if (fix !== undefined) this.log('%s', `  ${' '.repeat(13)}  → ${printable(fix)}`);
  }
}
