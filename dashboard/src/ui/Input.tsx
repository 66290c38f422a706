import { ChevronDown } from 'lucide-react';
import type { InputHTMLAttributes, Ref, SelectHTMLAttributes, TextareaHTMLAttributes } from 'react';
import { classes } from './classes.ts';

const box =
  'w-full min-w-0 rounded-md border border-line-strong bg-surface px-3 text-ink placeholder:text-faint transition-colors ' +
  'hover:border-faint focus:outline-2 focus:outline-offset-0 focus:outline-accent aria-invalid:border-bad disabled:opacity-60';

type InputProps = InputHTMLAttributes<HTMLInputElement> & { mono?: boolean; ref?: Ref<HTMLInputElement> };

export const Input = ({ mono, className, ...rest }: InputProps) => (
  <input
    {...rest}
    className={classes(box, 'h-9', mono && 'font-mono text-[0.8125rem]', className)}
    spellCheck={mono ? false : rest.spellCheck}
  />
);

type TextAreaProps = TextareaHTMLAttributes<HTMLTextAreaElement> & {
  mono?: boolean;
  ref?: Ref<HTMLTextAreaElement>;
};

export const TextArea = ({ mono, className, ...rest }: TextAreaProps) => (
  <textarea
    {...rest}
    className={classes(box, 'min-h-20 py-2', mono && 'font-mono text-[0.8125rem]', className)}
    spellCheck={mono ? false : rest.spellCheck}
  />
);

type SelectProps = SelectHTMLAttributes<HTMLSelectElement> & { ref?: Ref<HTMLSelectElement> };

/** The platform's own list: right on phones, right for screen readers. */
export const Select = ({ className, ...rest }: SelectProps) => (
  <span className={classes('relative inline-flex min-w-0', className ?? 'w-full')}>
    <select {...rest} className={classes(box, 'h-9 appearance-none pr-8')} />
    <ChevronDown className="pointer-events-none absolute top-2.5 right-2.5 size-4 text-faint" aria-hidden />
  </span>
);
