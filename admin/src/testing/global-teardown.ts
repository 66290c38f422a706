import { holder } from './global-setup.ts';

export default async function globalTeardown(): Promise<void> {
  await holder.aegisTestServers?.stop();
}
