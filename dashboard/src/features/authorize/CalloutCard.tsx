import type { Callout } from '@aegis/contracts';
import { Eraser, Pencil, Trash2 } from 'lucide-react';
import { useCustomer } from '../../api/use-session.ts';
import { LivenessBadge } from '../../liveness/LivenessBadge.tsx';
import { formatNumber } from '../../ui/format.ts';
import { MenuItem } from '../../ui/Menu.tsx';
import { Fact, Facts, Section } from '../../ui/Page.tsx';
import { RowMenu } from '../../ui/RowMenu.tsx';
import { failures } from './callout-form.ts';

interface CalloutCardProps {
  callout: Callout;
  onOpen: (what: 'settings' | 'purge' | 'remove') => void;
}

const seconds = (count: number) => `${formatNumber(count)} s`;

export function CalloutCard({ callout, onOpen }: CalloutCardProps) {
  const { may } = useCustomer();
  const { url, timeout_ms, allow_ttl_s, deny_ttl_s, on_failure, max_stale_s, liveness } = callout;
  return (
    <Section
      title="Authorize callout"
      lead="Asked once per question; the answer is remembered in every gateway."
      actions={
        <div className="flex items-center gap-2">
          <LivenessBadge short liveness={liveness} />
          <RowMenu label="Actions for the callout">
            <MenuItem onSelect={() => onOpen('settings')}>
              <Pencil aria-hidden />
              {may('authorize', 'write') ? 'Edit' : 'Look at'}
            </MenuItem>
            {may('decisions', 'delete') && (
              <MenuItem onSelect={() => onOpen('purge')}>
                <Eraser aria-hidden />
                Purge answers
              </MenuItem>
            )}
            {may('authorize', 'delete') && (
              <MenuItem danger onSelect={() => onOpen('remove')}>
                <Trash2 aria-hidden />
                Remove
              </MenuItem>
            )}
          </RowMenu>
        </div>
      }
    >
      <Facts>
        <Fact name="Asked">
          <span className="font-mono text-[0.8125rem]">{url}</span>
        </Fact>
        <Fact name="Answers within">{formatNumber(timeout_ms)} ms</Fact>
        <Fact name="Good for">
          {seconds(allow_ttl_s)} when allowed, {seconds(deny_ttl_s)} when refused, if it does not say so
          itself
        </Fact>
        <Fact name="When it fails">
          {failures[on_failure].label}
          {on_failure === 'stale' && `, up to ${seconds(max_stale_s)} after its end`}
        </Fact>
      </Facts>
    </Section>
  );
}
