import { type MemberRole, NotificationKind, type NotificationSettings } from '@aegis/contracts';
import { Injectable } from '@nestjs/common';
import { type Changed, Changes } from '../../platform/changes/changes.ts';
import type { CustomerContext } from '../../platform/context.ts';
import { Database, type Tx } from '../../platform/database/database.ts';

type Wishes = NotificationSettings['email'];

const wantsByDefault = (role: MemberRole): boolean => role === 'owner' || role === 'admin';

/** Which mails a member wants from a company. What was never chosen follows the role. */
@Injectable()
export class NotificationsService {
  constructor(
    private readonly db: Database,
    private readonly changes: Changes,
  ) {}

  read(ctx: CustomerContext): Promise<NotificationSettings> {
    return this.db.asCustomer(ctx, async (tx) => complete(ctx, await readWishes(tx, ctx)));
  }

  async replace(ctx: CustomerContext, settings: NotificationSettings): Promise<NotificationSettings> {
    const { result } = await this.changes.write(
      ctx,
      'notifications.replace',
      async (tx): Promise<Changed<NotificationSettings>> => {
        const before = await readWishes(tx, ctx);
        await tx.query(
          `INSERT INTO notification_settings (customer_id, account_id, email) VALUES ($1, $2, $3::jsonb)
           ON CONFLICT (customer_id, account_id) DO UPDATE SET email = EXCLUDED.email`,
          [ctx.customer.id, ctx.person.accountId, JSON.stringify(settings.email)],
        );
        return {
          result: complete(ctx, settings.email),
          resource: 'notification_settings',
          resourceId: ctx.person.accountId,
          before,
          after: settings.email,
        };
      },
    );
    return result;
  }
}

async function readWishes(tx: Tx, ctx: CustomerContext): Promise<Wishes> {
  const [row] = await tx.query<{ email: Wishes }[]>(
    'SELECT email FROM notification_settings WHERE customer_id = $1 AND account_id = $2',
    [ctx.customer.id, ctx.person.accountId],
  );
  return row?.email ?? {};
}

function complete(ctx: CustomerContext, wishes: Wishes): NotificationSettings {
  const all = NotificationKind.options.map((kind) => [kind, wishes[kind] ?? wantsByDefault(ctx.role)]);
  return { email: Object.fromEntries(all) as Wishes };
}
