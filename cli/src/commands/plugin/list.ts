import {
  getMe,
  listOperatorPlugins,
  listPlugins,
  type OperatorPlugin,
  type PluginManifest,
} from '@aegis/contracts';
import { AegisCommand } from '../../base.ts';
import { describeLiveness } from '../../change/settle.ts';
import { outputFlag } from '../../flags.ts';
import type { Columns } from '../../terminal/formats.ts';
import { printable } from '../../terminal/printable.ts';

const columns: Columns<PluginManifest> = {
  name: ({ name }) => name,
  version: ({ version }) => version,
  place: ({ place }) => place,
  summary: ({ summary }) => summary,
};

function stateOf({ built_in, failures, liveness }: OperatorPlugin): string {
  if (failures.length > 0) return 'failing';
  if (built_in) return 'built in';
  return liveness?.state ?? 'publishing';
}

const usesOf = ({ uses: { platform, apps, routes } }: OperatorPlugin): string =>
  [platform ? 'platform' : '', apps > 0 ? `${apps} apps` : '', routes > 0 ? `${routes} routes` : '']
    .filter(Boolean)
    .join(', ');

const operatorColumns: Columns<OperatorPlugin> = {
  name: ({ name }) => name,
  version: ({ version }) => version,
  place: ({ place }) => place,
  state: stateOf,
  'switched on': usesOf,
  summary: ({ summary }) => summary,
};

export default class PluginList extends AegisCommand {
  static override summary = 'Plugins that routes and apps can use';
  static override description =
    'Operators also see where each is switched on, and with what error it fails on which gateway.';
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --json',
  ];
  static override flags = {
    ...outputFlag,
  };

  async run(): Promise<{ items: PluginManifest[] | OperatorPlugin[] }> {
    const { flags } = await this.parse(PluginList);
    const { data: me } = await this.api.call(getMe);
    if (me.operator_role === undefined) {
      const { data } = await this.api.call(listPlugins);
      this.printList(flags.output, data.items, columns);
      return data;
    }
    const { data } = await this.api.call(listOperatorPlugins);
    this.printList(flags.output, data.items, operatorColumns);
    for (const plugin of data.items) this.#problems(plugin);
    return data;
  }

  #problems({ name, failures, liveness }: OperatorPlugin): void {
    for (const { gateway, message, count } of failures) {
      this.note(printable(`${name} failed ${count} times on ${gateway}: ${message}`));
    }
    for (const { gateway, reason } of liveness?.refusals ?? []) {
      this.note(printable(`${name} is refused by ${gateway}: ${reason}`));
    }
    if (liveness && liveness.state !== 'live') this.note(`${name}: ${describeLiveness(liveness)}`);
  }
}
