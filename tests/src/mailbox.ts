import type { System } from './system.ts';
import { until } from './wait.ts';

/** The address that the newest mail to somebody carries. */
export async function mailedLink(system: System, to: string): Promise<string> {
  return await until(async () => {
    const response = await fetch(`${system.demo.mailbox}.json`);
    const { items } = (await response.json()) as { items: { to: string; text: string }[] };
    const mail = items.find((one) => one.to === to);
    return mail && /https?:\/\/\S+/.exec(mail.text)?.[0];
  }, `a mail to ${to}`);
}
