import { type JwtIssuer, listJwtIssuers } from '@aegis/contracts';
import { AegisCommand } from '../../base.ts';
import { appFlag, listFlags } from '../../flags.ts';
import { findApp } from '../../lookup.ts';

export default class IssuersList extends AegisCommand {
  static override summary = 'Identity providers of an app';
  static override examples = ['<%= config.bin %> <%= command.id %> --app shop'];
  static override flags = { ...appFlag, ...listFlags };

  async run(): Promise<{ items: JwtIssuer[] }> {
    const { flags } = await this.parse(IssuersList);
    const { data: app } = await findApp(this.api, flags.app);
    const columns = {
      name: ({ name }: JwtIssuer) => name,
      issuer: ({ issuer }: JwtIssuer) => issuer,
      source: ({ source }: JwtIssuer) => source.kind,
      algorithms: ({ source }: JwtIssuer) => source.algorithms,
      keys: ({ keys }: JwtIssuer) => keys.length,
      problem: ({ fetch_problem }: JwtIssuer) => fetch_problem,
    };
    const params = { app_id: app.id };
    return await this.list(flags, columns, (query) => this.api.call(listJwtIssuers, { params, query }));
  }
}
