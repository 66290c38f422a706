import { listApps } from '@aegis/contracts';
import { useQuery } from '@tanstack/react-query';
import { CornerDownLeft, Search } from 'lucide-react';
import { Dialog } from 'radix-ui';
import { type KeyboardEvent, useMemo, useState } from 'react';
import { useNavigate, useParams } from 'react-router';
import { read } from '../../api/query.ts';
import { classes } from '../../ui/classes.ts';
import { appCommands, type Command, matching, pageCommands } from './commands.ts';
import type { NavGroup } from './navigation.ts';

interface PaletteProps {
  onClose: () => void;
  groups: readonly NavGroup[];
}

/** ⌘K: type where to go. */
export const CommandPalette = ({ onClose, groups }: PaletteProps) => (
  <Dialog.Root open onOpenChange={(next) => !next && onClose()}>
    <Dialog.Portal>
      <div className="fixed inset-0 z-40 bg-[oklch(0.15_0.02_235/0.45)]" />
      <Dialog.Content
        data-modal
        aria-describedby={undefined}
        className="fixed inset-x-3 top-[12vh] z-50 mx-auto max-w-xl overflow-hidden rounded-xl border border-line bg-surface shadow-float animate-rise outline-none"
      >
        <Dialog.Title className="sr-only">Go to</Dialog.Title>
        <Picker groups={groups} onClose={onClose} />
      </Dialog.Content>
    </Dialog.Portal>
  </Dialog.Root>
);

function useCommands(groups: readonly NavGroup[]): Command[] {
  const { slug } = useParams();
  const { data } = useQuery({
    ...read(slug ?? null, listApps, { query: { limit: 200 } }),
    enabled: slug !== undefined,
  });
  return useMemo(
    () => [...pageCommands(groups), ...(slug ? appCommands(slug, data?.data.items ?? []) : [])],
    [groups, slug, data],
  );
}

function Picker({ groups, onClose }: PaletteProps) {
  const commands = useCommands(groups);
  const navigate = useNavigate();
  const [typed, setTyped] = useState('');
  const [chosen, setChosen] = useState(0);
  const found = useMemo(() => matching(commands, typed), [commands, typed]);
  const current = Math.min(chosen, found.length - 1);

  const go = (command: Command | undefined) => {
    if (!command) return;
    onClose();
    void navigate(command.to);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0) {
      event.preventDefault();
      setChosen((current + step + found.length) % Math.max(found.length, 1));
    } else if (event.key === 'Enter') go(found[current]);
  };

  return (
    <>
      <div className="flex items-center gap-2.5 border-b border-line px-4">
        <Search className="size-4 shrink-0 text-faint" aria-hidden />
        <input
          role="combobox"
          aria-label="Where to?"
          aria-expanded
          aria-controls="palette-list"
          aria-activedescendant={found[current] ? `palette-${current}` : undefined}
          placeholder="Where to?"
          className="h-12 w-full bg-transparent text-base outline-none placeholder:text-faint"
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value);
            setChosen(0);
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      <div id="palette-list" role="listbox" aria-label="Places" className="max-h-80 overflow-y-auto p-1.5">
        {found.map((command, index) => (
          <button
            key={command.id}
            id={`palette-${index}`}
            type="button"
            role="option"
            tabIndex={-1}
            aria-selected={index === current}
            onClick={() => go(command)}
            onPointerMove={() => setChosen(index)}
            className={classes(
              'flex w-full items-center gap-3 rounded-md px-3 py-2 text-left',
              index === current && 'bg-hover',
            )}
          >
            <span className="min-w-0 grow truncate font-medium">{command.label}</span>
            <span className="text-xs text-faint">{command.kind}</span>
            {index === current && <CornerDownLeft className="size-3.5 text-faint" aria-hidden />}
          </button>
        ))}
        {found.length === 0 && <p className="px-3 py-6 text-center text-faint">Nothing is called that.</p>}
      </div>
    </>
  );
}
