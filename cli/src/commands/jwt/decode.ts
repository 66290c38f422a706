import { type JwtIssuer, listJwtIssuers } from '@aegis/contracts';
import { Args, Flags } from '@oclif/core';
import { AegisCommand } from '../../base.ts';
import { type Asked, askedIssuer } from '../../jwt/asked-issuer.ts';
import { type Decoded, decode, timesInWords } from '../../jwt/decode.ts';
import { collect, findApp } from '../../lookup.ts';
import { secretFromInput } from '../../terminal/input.ts';

export default class JwtDecode extends AegisCommand {
  static override summary = 'What does this token say? Reads it here, without checking its signature';
  static override description =
    'The token leaves this machine in no case. With --app it also says which identity provider of the app the gateway would ask.';
  static override examples = [
    'pbpaste | <%= config.bin %> <%= command.id %> --app shop',
    '<%= config.bin %> <%= command.id %> eyJhbGciOi…',
  ];
  static override args = {
    token: Args.string({
      default: '-',
      description: 'The token; - for standard input, which no history keeps.',
    }),
  };
  static override flags = {
    app: Flags.string({
      char: 'a',
      description: 'Slug or id of an app whose identity providers to look at.',
    }),
  };

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(JwtDecode);
    const text = args.token === '-' ? await secretFromInput('The token') : args.token;
    const decoded = decode(text.trim());
    const asked = flags.app === undefined ? undefined : await this.#asked(flags.app, decoded);
    const times = timesInWords(decoded.claims, Date.now() / 1_000);
    this.show(decoded.header);
    this.log('');
    this.show(decoded.claims);
    this.log('');
    for (const sentence of times) this.log('%s', sentence);
    if (asked) this.show({ 'would be asked': asked.issuer ?? 'nobody', because: asked.reason });
    this.note('The signature is not checked here.');
    return { ...decoded, times, signature: 'not checked', ...(asked && { asked }) };
  }

  async #asked(app: string, decoded: Decoded): Promise<Asked> {
    const { data } = await findApp(this.api, app);
    const params = { app_id: data.id };
    const { items } = await collect<JwtIssuer>(
      (query) => this.api.call(listJwtIssuers, { params, query }),
      Number.POSITIVE_INFINITY,
    );
    return askedIssuer(decoded, items);
  }
}
