import { rmSync } from 'node:fs';
import { rememberedServers } from './servers.ts';

export default async function globalTeardown(): Promise<void> {
  const servers = rememberedServers();
  if (!servers) return;
  for (const part of servers.parts) await part.stop();
  rmSync(servers.directory, { recursive: true, force: true });
}
