import { DropdownMenu } from 'radix-ui';
import type { ReactNode } from 'react';
import { classes } from './classes.ts';

interface MenuProps {
  trigger: ReactNode;
  align?: 'start' | 'end';
  children: ReactNode;
}

/** Not modal: a modal menu would inject a style to lock scrolling, which the policy refuses. */
export const Menu = ({ trigger, align = 'end', children }: MenuProps) => (
  <DropdownMenu.Root modal={false}>
    <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
    <DropdownMenu.Portal>
      <DropdownMenu.Content
        align={align}
        sideOffset={6}
        collisionPadding={8}
        className="z-50 max-h-[70dvh] min-w-52 overflow-y-auto rounded-lg border border-line bg-surface p-1 shadow-float animate-rise"
      >
        {children}
      </DropdownMenu.Content>
    </DropdownMenu.Portal>
  </DropdownMenu.Root>
);

interface MenuItemProps {
  onSelect?: () => void;
  danger?: boolean;
  disabled?: boolean;
  asChild?: boolean;
  children: ReactNode;
}

export const MenuItem = ({ danger, children, ...rest }: MenuItemProps) => (
  <DropdownMenu.Item
    {...rest}
    className={classes(
      'flex items-center gap-2.5 rounded-md px-2.5 py-1.5 outline-none select-none [&_svg]:size-4 [&_svg]:shrink-0',
      'data-[highlighted]:bg-hover data-[disabled]:opacity-50',
      danger ? 'text-bad' : 'text-ink [&_svg]:text-faint',
    )}
  >
    {children}
  </DropdownMenu.Item>
);

export const MenuLabel = ({ children }: { children: ReactNode }) => (
  <DropdownMenu.Label className="px-2.5 pt-2 pb-1 text-xs text-faint">{children}</DropdownMenu.Label>
);

export const MenuSeparator = () => <DropdownMenu.Separator className="my-1 border-t border-line" />;
