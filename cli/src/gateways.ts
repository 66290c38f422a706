import type { Gateway } from '@aegis/contracts';

export interface Trouble {
  gateway: string;
  text: string;
  fix: string;
}

/** What is wrong with a gateway, most serious first. */
export function troubles(gateway: Gateway): Trouble[] {
  const { name } = gateway;
  if (gateway.state === 'gone') {
    const text = `gone; last seen ${gateway.last_seen_at}`;
    return [{ gateway: name, text, fix: 'Start it again, or look at the log of its agent.' }];
  }
  const found: Trouble[] = gateway.refusals.map(({ document, revision, reason }) => ({
    gateway: name,
    text: `refuses ${document} of revision ${revision}: ${reason}`,
    fix: 'It keeps the last good one. Correct the setting, or publish again: aegis gateway reload',
  }));
  if (gateway.nginx?.state === 'refused') {
    const text = `nginx refuses the configuration of revision ${gateway.nginx.refused_revision}: ${gateway.nginx.reason ?? 'no reason given'}`;
    found.push({ gateway: name, text, fix: 'The old one keeps serving. Correct it: aegis config set' });
  }
  if (gateway.behind > 0 && found.length === 0) {
    const text = `serves revision ${gateway.revision}, ${gateway.behind} behind`;
    found.push({ gateway: name, text, fix: 'It may just be catching up; if not, check its way to Redis.' });
  }
  return found;
}
