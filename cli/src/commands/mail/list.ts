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
    const columns = {
      created: ({ created_at }: Mail) => when(created_at),
      to: ({ to }: Mail) => to,
      subject: ({ subject }: Mail) => subject,
      state: ({ state }: Mail) => state,
      error: ({ error }: Mail) => error,
      id: ({ id }: Mail) => id,
    };
    return await this.list(flags, columns, (query) => this.api.call(listMail, { query }));
  }
}
