import { Pencil, Trash2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { MenuItem } from './Menu.tsx';
import { RowMenu } from './RowMenu.tsx';

interface EditMenuProps {
  /** Whose menu it is. */
  name: string;
  mayEdit: boolean;
  mayDelete: boolean;
  onEdit: () => void;
  onDelete: () => void;
  /** What else can be done with it. */
  children?: ReactNode;
}

/** The menu of something with a form of its own: who may not change it can look at it there. */
export const EditMenu = ({ name, mayEdit, mayDelete, onEdit, onDelete, children }: EditMenuProps) => (
  <RowMenu label={`Actions for ${name}`}>
    <MenuItem onSelect={onEdit}>
      <Pencil aria-hidden />
      {mayEdit ? 'Edit' : 'Look at'}
    </MenuItem>
    {children}
    {mayDelete && (
      <MenuItem danger onSelect={onDelete}>
        <Trash2 aria-hidden />
        Delete
      </MenuItem>
    )}
  </RowMenu>
);
