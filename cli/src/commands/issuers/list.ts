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
    const params = { app_id: app.id };
    return await this.list(flags, (query) => this.api.call(listJwtIssuers, { params, query }), {
      name: ({ name }) => name,
      issuer: ({ issuer }) => issuer,
      source: ({ source }) => source.kind,
      algorithms: ({ source }) => source.algorithms,
      keys: ({ keys }) => keys.length,
      problem: ({ fetch_problem }) => fetch_problem,
    });
  }
}
