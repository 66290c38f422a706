import { getNotificationSettings, replaceNotificationSettings } from '@aegis/contracts';
import { Controller } from '@nestjs/common';
import type { Answer, Call } from '../../platform/http/call.ts';
import { Handles } from '../../platform/http/handles.ts';
import { NotificationsService } from './notifications.service.ts';

@Controller()
export class NotificationsController {
  constructor(private readonly notifications: NotificationsService) {}

  @Handles(getNotificationSettings)
  async read({ ctx }: Call<typeof getNotificationSettings>): Promise<Answer<typeof getNotificationSettings>> {
    return this.notifications.read(ctx);
  }

  @Handles(replaceNotificationSettings)
  async replace({
    ctx,
    body,
  }: Call<typeof replaceNotificationSettings>): Promise<Answer<typeof replaceNotificationSettings>> {
    return this.notifications.replace(ctx, body);
  }
}
