import { LoaderCircle, Plus } from 'lucide-react';
import type { ButtonHTMLAttributes, ReactNode, Ref } from 'react';
import { Link, type LinkProps } from 'react-router';
import { classes } from './classes.ts';

type Look = 'primary' | 'secondary' | 'ghost' | 'danger';
type Size = 'md' | 'sm' | 'icon';

const looks: Record<Look, string> = {
  primary: 'bg-accent text-on-accent hover:bg-accent-hover border-transparent shadow-card',
  secondary: 'bg-surface text-ink hover:bg-hover border-line-strong',
  ghost: 'bg-transparent text-soft hover:bg-hover hover:text-ink border-transparent',
  danger: 'bg-surface text-bad hover:bg-bad-soft border-line-strong',
};
const sizes: Record<Size, string> = {
  md: 'h-9 px-3.5 gap-2',
  sm: 'h-7.5 px-2.5 gap-1.5 text-[0.8125rem]',
  icon: 'size-8 justify-center',
};

const buttonClasses = (look: Look, size: Size, extra?: string) =>
  classes(
    'inline-flex shrink-0 items-center justify-center rounded-md border font-medium whitespace-nowrap transition-colors select-none',
    'disabled:opacity-50 disabled:pointer-events-none [&_svg]:size-4 [&_svg]:shrink-0',
    looks[look],
    sizes[size],
    extra,
  );

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  look?: Look;
  size?: Size;
  /** Work is under way: a spinner shows and further presses do nothing. */
  pending?: boolean;
  ref?: Ref<HTMLButtonElement>;
}

export function Button({
  look = 'secondary',
  size = 'md',
  pending = false,
  className,
  children,
  ...rest
}: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      className={buttonClasses(look, size, className)}
      aria-busy={pending || undefined}
      disabled={rest.disabled === true || pending}
    >
      {pending && <LoaderCircle className="animate-spin" aria-hidden />}
      {children}
    </button>
  );
}

/** Begins a new thing of the page's list. */
export const AddButton = ({ onClick, children }: { onClick: () => void; children: ReactNode }) => (
  <Button look="primary" onClick={onClick}>
    <Plus aria-hidden />
    {children}
  </Button>
);

export function LinkButton({
  look = 'secondary',
  size = 'md',
  className,
  ...rest
}: LinkProps & { look?: Look; size?: Size; children: ReactNode }) {
  return <Link {...rest} className={buttonClasses(look, size, className)} />;
}
