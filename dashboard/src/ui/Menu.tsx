import {
  createContext,
  type KeyboardEvent,
  type ReactNode,
  type Ref,
  use,
  useId,
  useRef,
  useState,
} from 'react';
import { Link } from 'react-router';
import { classes } from './classes.ts';
import { itemAfter, itemsOf, placeBeside } from './menu-focus.ts';

/** What a menu's button has to carry. */
export interface MenuButtonProps {
  ref: Ref<HTMLButtonElement>;
  'aria-haspopup': 'menu';
  'aria-expanded': boolean;
  popoverTarget: string;
  onKeyDown: (event: KeyboardEvent) => void;
}

interface MenuProps {
  label: string;
  align?: 'start' | 'end';
  button: (props: MenuButtonProps) => ReactNode;
  children: ReactNode;
}

const CloseContext = createContext<() => void>(() => undefined);

/**
 * On the browser's own popover: above everything, closed by Escape and by pressing elsewhere, focus given back. A
 * menu library weighs a tenth of all script that the first page may load.
 */
export function Menu({ label, align = 'end', button, children }: MenuProps) {
  const id = useId();
  const trigger = useRef<HTMLButtonElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState(false);
  const close = () => list.current?.hidePopover();

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Tab') return close();
    const items = list.current ? itemsOf(list.current) : [];
    const next = itemAfter(items, items.indexOf(document.activeElement as HTMLElement), event.key);
    if (!next) return;
    event.preventDefault();
    next.focus();
  };
  const openByKey = (event: KeyboardEvent) => {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    event.preventDefault();
    list.current?.showPopover();
  };
  return (
    <>
      {button({
        ref: trigger,
        'aria-haspopup': 'menu',
        'aria-expanded': open,
        popoverTarget: id,
        onKeyDown: openByKey,
      })}
      <div
        ref={list}
        id={id}
        popover="auto"
        role="menu"
        aria-label={label}
        tabIndex={-1}
        onKeyDown={onKeyDown}
        onBeforeToggle={(event) => {
          if (event.newState === 'open' && trigger.current)
            placeBeside(event.currentTarget, trigger.current, align);
        }}
        onToggle={(event) => {
          setOpen(event.newState === 'open');
          if (event.newState === 'open') itemsOf(event.currentTarget)[0]?.focus();
        }}
        className="fixed m-0 max-h-[70dvh] min-w-52 overflow-y-auto rounded-lg border border-line bg-surface p-1 text-ink shadow-float outline-none open:animate-rise"
      >
        <CloseContext value={close}>{children}</CloseContext>
      </div>
    </>
  );
}

interface MenuItemProps {
  /** Goes there; else `onSelect` acts. */
  to?: string;
  onSelect?: () => void;
  danger?: boolean;
  children: ReactNode;
}

export function MenuItem({ to, onSelect, danger, children }: MenuItemProps) {
  const close = use(CloseContext);
  const look = classes(
    'flex w-full items-center gap-2.5 rounded-md px-2.5 py-1.5 text-left outline-none select-none hover:bg-hover focus:bg-hover [&_svg]:size-4 [&_svg]:shrink-0',
    danger ? 'text-bad' : 'text-ink [&_svg]:text-faint',
  );
  if (to !== undefined)
    return (
      <Link role="menuitem" tabIndex={-1} to={to} onClick={close} className={look}>
        {children}
      </Link>
    );
  return (
    <button
      type="button"
      role="menuitem"
      tabIndex={-1}
      className={look}
      onClick={() => {
        close();
        onSelect?.();
      }}
    >
      {children}
    </button>
  );
}

export const MenuLabel = ({ children }: { children: ReactNode }) => (
  <p className="px-2.5 pt-2 pb-1 text-xs text-faint">{children}</p>
);

export const MenuSeparator = () => <hr className="my-1 border-line" />;
