import { Check } from 'lucide-react';
import { classes } from '../../ui/classes.ts';

const steps = ['Name and address', 'First call'] as const;

/** Where the newcomer is. */
export const Steps = ({ current, done }: { current: 1 | 2; done?: boolean }) => (
  <ol className="flex flex-wrap gap-x-6 gap-y-2" aria-label="Steps">
    {steps.map((name, index) => {
      const number = index + 1;
      const past = number < current || done;
      return (
        <li
          key={name}
          aria-current={number === current ? 'step' : undefined}
          className={classes('flex items-center gap-2', number === current ? 'font-medium' : 'text-faint')}
        >
          <span
            aria-hidden
            className={classes(
              'grid size-5 place-items-center rounded-full text-2xs font-semibold',
              past && 'bg-good text-surface',
              !past && number === current && 'bg-accent text-on-accent',
              !past && number !== current && 'bg-hover text-faint',
            )}
          >
            {past ? <Check className="size-3" /> : number}
          </span>
          {name}
        </li>
      );
    })}
  </ol>
);
