import { type SampleSummary, tailTraces } from '@aegis/contracts';
import { Flags } from '@oclif/core';
import { AegisCommand } from '../../base.ts';
import { appFlag, environmentFilterFlag } from '../../flags.ts';
import { findApp } from '../../lookup.ts';
import { logLine } from '../../trace/line.ts';

export default class LogsTail extends AegisCommand {
  static override summary = 'Requests of an app as they come, until Ctrl-C';
  static override description =
    'Under load a part of them, refused ones first. Each has a trace: `aegis trace <id>`. With --json one object per line.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> --app shop',
    '<%= config.bin %> <%= command.id %> --app shop --status-class 5 --json',
  ];
  // Lines as they come, where the flag of all commands prints one object at the end.
  static override enableJsonFlag = false;
  static override flags = {
    ...appFlag,
    ...environmentFilterFlag,
    'status-class': Flags.integer({
      min: 1,
      max: 5,
      description: 'Only with this first digit of the status.',
    }),
    count: Flags.integer({ min: 1, description: 'End after so many lines.' }),
    json: Flags.boolean({ description: 'One JSON object per line.' }),
  };

  async run(): Promise<void> {
    const { flags } = await this.parse(LogsTail);
    const { data: app } = await findApp(this.api, flags.app);
    const stopping = new AbortController();
    process.once('SIGINT', () => stopping.abort()).once('SIGTERM', () => stopping.abort());
    const query = { environment: flags.environment, status_class: flags['status-class'] };
    const begun = await this.ask(app.id, query, stopping.signal);
    if (!flags.json) this.note(`Watching ${app.slug}; Ctrl-C ends it.`);
    await this.follow(app.id, { ...query, after: begun?.place }, flags, stopping.signal);
  }

  private async follow(
    appId: string,
    query: { after: string | undefined },
    flags: { count: number | undefined; json: boolean },
    signal: AbortSignal,
  ): Promise<void> {
    let left = flags.count ?? Number.POSITIVE_INFINITY;
    let { after } = query;
    while (left > 0) {
      const answer = await this.ask(appId, { ...query, after }, signal);
      if (!answer) return;
      for (const one of answer.items.slice(0, left)) this.print(one, flags.json);
      left -= answer.items.length;
      after = answer.place;
    }
  }

  /** Undefined: the person has enough. */
  private async ask(appId: string, query: object, signal: AbortSignal) {
    try {
      return (await this.api.call(tailTraces, { params: { app_id: appId }, query, signal })).data;
    } catch (error) {
      if (signal.aborted) return undefined;
      throw error;
    }
  }

  private print(one: SampleSummary, json: boolean): void {
    this.log('%s', json ? JSON.stringify(one) : logLine(one));
  }
}
