import { z } from 'zod';
import { waitUntil } from '../system/wait.ts';

const Mailbox = z.object({
  items: z.array(z.object({ to: z.string(), subject: z.string(), text: z.string() })),
});

/** Waits for a mail with a link and returns the link's token. Newest mails come first. */
export async function mailedToken(adminUrl: string, to: string, subject: RegExp): Promise<string> {
  let token: string | undefined;
  await waitUntil(`a mail to ${to}`, async () => {
    const response = await fetch(`${adminUrl}/mailbox.json`);
    const { items } = Mailbox.parse(await response.json());
    const mail = items.find((item) => item.to === to && subject.test(item.subject));
    token = /[?&]token=([A-Za-z0-9_-]+)/.exec(mail?.text ?? '')?.[1];
    return token !== undefined;
  });
  return token ?? '';
}
