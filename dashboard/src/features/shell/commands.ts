import type { App } from '@aegis/contracts';
import { appPages } from '../../app-pages.ts';
import type { NavGroup } from './navigation.ts';

export interface Command {
  id: string;
  label: string;
  /** What kind of thing it is, shown beside it and searched too. */
  kind: string;
  to: string;
}

export function pageCommands(groups: readonly NavGroup[]): Command[] {
  return groups.flatMap((group) =>
    group.items.map(({ to, label }) => ({ id: to, label, kind: group.title ?? 'Page', to })),
  );
}

export function appCommands(slug: string, apps: readonly Pick<App, 'slug' | 'name'>[]): Command[] {
  return apps.flatMap((app) =>
    appPages.map(([path, page]) => {
      const to = `/c/${slug}/apps/${app.slug}${path}`;
      return { id: to, label: app.name, kind: path === '' ? 'App' : page, to };
    }),
  );
}

/** Every typed word has to begin a word of the command; better beginnings come first. */
export function matching(commands: readonly Command[], typed: string, most = 12): Command[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  return commands
    .map((command) => ({ command, rank: rankOf(command, words) }))
    .filter(({ rank }) => rank !== undefined)
    .sort((a, b) => (a.rank ?? 0) - (b.rank ?? 0))
    .slice(0, most)
    .map(({ command }) => command);
}

function rankOf(command: Command, words: readonly string[]): number | undefined {
  const text = `${command.label} ${command.kind}`.toLowerCase();
  const starts = text.split(/[\s.-]+/);
  let rank = 0;
  for (const word of words) {
    if (!starts.some((start) => start.startsWith(word))) return undefined;
    rank += text.startsWith(word) ? 0 : 1;
  }
  return rank;
}
