import { EllipsisVertical } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from './Button.tsx';
import { Menu } from './Menu.tsx';

/** What can be done with one row. */
export const RowMenu = ({ label, children }: { label: string; children: ReactNode }) => (
  <div className="flex justify-end">
    <Menu
      label={label}
      button={(props) => (
        <Button {...props} look="ghost" size="icon" aria-label={label}>
          <EllipsisVertical aria-hidden />
        </Button>
      )}
    >
      {children}
    </Menu>
  </div>
);
