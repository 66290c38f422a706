import type { Part } from '@aegis/stack';

interface Servers {
  directory: string;
  parts: Part[];
}

/** Set-up and tear-down run in the same process, but as separate modules. */
const holder = globalThis as { aegisTestServers?: Servers };

export const rememberServers = (servers: Servers): void => {
  holder.aegisTestServers = servers;
};

export const rememberedServers = (): Servers | undefined => holder.aegisTestServers;
