import { CircleAlert, Info, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Explanation } from '../api/problems.ts';
import { classes } from './classes.ts';

const looks = {
  info: { icon: Info, box: 'border-accent-line bg-accent-soft', ink: 'text-accent' },
  warn: { icon: TriangleAlert, box: 'border-transparent bg-warn-soft', ink: 'text-warn' },
  bad: { icon: CircleAlert, box: 'border-transparent bg-bad-soft', ink: 'text-bad' },
} as const;

interface NoticeProps {
  tone: keyof typeof looks;
  title: string;
  children?: ReactNode;
  actions?: ReactNode;
}

export function Notice({ tone, title, children, actions }: NoticeProps) {
  const { icon: Icon, box, ink } = looks[tone];
  return (
    <div
      role={tone === 'bad' ? 'alert' : undefined}
      className={classes('flex flex-wrap items-start gap-x-3 gap-y-2 rounded-lg border px-3.5 py-3', box)}
    >
      <Icon className={classes('mt-0.5 size-4 shrink-0', ink)} aria-hidden />
      <div className="min-w-0 flex-1 basis-48">
        <p className="font-medium">{title}</p>
        {children && <div className="text-soft break-words">{children}</div>}
      </div>
      {actions}
    </div>
  );
}

/** Why a form was refused, above its buttons. */
export const FormProblem = ({ problem }: { problem: Explanation | undefined }) =>
  problem && (
    <Notice tone="bad" title={problem.title}>
      {problem.detail}
    </Notice>
  );
