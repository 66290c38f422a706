import type { JwtIssuer } from '@aegis/contracts';
import { Args } from '@oclif/core';
import { AegisCommand } from '../../base.ts';
import { describeLiveness } from '../../change/settle.ts';
import { appFlag } from '../../flags.ts';
import { findApp, findIssuer } from '../../lookup.ts';
import { when } from '../../terminal/printable.ts';

export default class IssuersGet extends AegisCommand {
  static override summary = 'Show one identity provider with the keys in force, without its secret';
  static override examples = ['<%= config.bin %> <%= command.id %> login --app shop'];
  static override args = {
    issuer: Args.string({ required: true, description: 'Name or id of the identity provider.' }),
  };
  static override flags = appFlag;

  async run(): Promise<JwtIssuer> {
    const { args, flags } = await this.parse(IssuersGet);
    const { data: app } = await findApp(this.api, flags.app);
    const issuer = await findIssuer(this.api, app.id, args.issuer);
    this.show({
      name: issuer.name,
      id: issuer.id,
      issuer: issuer.issuer,
      audiences: issuer.audiences,
      source: issuer.source.url ?? issuer.source.kind,
      keys: issuer.keys.map(({ kid, algorithms }) => `${kid ?? '(no kid)'} ${algorithms.join(' ')}`),
      fetched: when(issuer.fetched_at),
      problem: issuer.fetch_problem,
      leeway: `${issuer.leeway_s} s`,
      'required claims': issuer.required_claims,
      'tenant claim': issuer.claims.tenant,
      'user claim': issuer.claims.user,
      'roles claim': issuer.claims.roles,
      'scopes claim': issuer.claims.scopes,
      change: describeLiveness(issuer.liveness),
    });
    return issuer;
  }
}
