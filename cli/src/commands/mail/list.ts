import { listMail, type Mail } from '@aegis/contracts';
import { AegisCommand } from '../../base.ts';
import { listFlags } from '../../flags.ts';
import { when } from '../../terminal/printable.ts';

export default class MailList extends AegisCommand {
  static override summary = 'The mail outbox, newest first';
  static override description =
    'Without a mail server every mail stays here. --json and --output yaml show texts too, with the links that sign people in.';
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --limit 1 --output yaml',
  ];
  static override flags = listFlags;

  async run(): Promise<{ items: Mail[] }> {
    const { flags } = await this.parse(MailList);
    return await this.list(flags, (query) => this.api.call(listMail, { query }), {
      created: ({ created_at }) => when(created_at),
      to: ({ to }) => to,
      subject: ({ subject }) => subject,
      state: ({ state }) => state,
      error: ({ error }) => error,
      id: ({ id }) => id,
    });
  }
}
