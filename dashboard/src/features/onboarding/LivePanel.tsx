import { type App, tryApp } from '@aegis/contracts';
import { useQueryClient } from '@tanstack/react-query';
import { CircleCheck, Send } from 'lucide-react';
import { useChange } from '../../api/change.ts';
import { useCustomer } from '../../api/use-session.ts';
import type { TryAnswer } from '../../calls/TryResult.tsx';
import { Button } from '../../ui/Button.tsx';
import { classes } from '../../ui/classes.ts';
import { formatMomentWithZone } from '../../ui/format.ts';
import { StatusDot } from '../../ui/Status.tsx';

interface LivePanelProps {
  app: App;
  arrived: string | undefined;
  apiKey: string | undefined;
  onAnswer: (answer: TryAnswer) => void;
}

/** Waits for the first request, then says so. */
export function LivePanel({ app, arrived, apiKey, onAnswer }: LivePanelProps) {
  const { slug } = useCustomer();
  const queries = useQueryClient();
  const send = useChange({
    scope: slug,
    operation: tryApp,
    onDone: ({ data }) => {
      onAnswer(data);
      void queries.invalidateQueries({ queryKey: [slug, 'apps'] });
    },
  });
  return (
    <section
      aria-label="First request"
      data-testid="first-request"
      data-state={arrived ? 'arrived' : 'waiting'}
      className={classes(
        'flex flex-col gap-4 rounded-lg border p-4 transition-colors duration-500',
        arrived ? 'border-good bg-good-soft' : 'border-line bg-surface',
      )}
    >
      <div className="flex items-center gap-3" role="status">
        {arrived ? (
          <CircleCheck className="size-5 shrink-0 text-good" aria-hidden />
        ) : (
          <span className="grid size-5 shrink-0 place-items-center">
            <StatusDot tone="busy" pulse />
          </span>
        )}
        <div className="min-w-0">
          <p className="font-semibold">
            {arrived ? 'Your first request is through' : 'Waiting for your first request'}
          </p>
          <p className="text-soft">
            {arrived ? formatMomentWithZone(arrived) : 'Run the command, or let us send it for you.'}
          </p>
        </div>
      </div>
      <Button
        look={arrived ? 'secondary' : 'primary'}
        className="self-start"
        pending={send.isPending}
        onClick={() =>
          send.mutate({
            params: { id: app.id },
            body: { path: '/', ...(apiKey ? { headers: { 'x-api-key': apiKey } } : {}) },
          })
        }
      >
        <Send aria-hidden />
        {arrived ? 'Send another' : 'Send it for me'}
      </Button>
    </section>
  );
}
