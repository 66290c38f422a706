import { useSearchParams } from 'react-router';

/** Which dialog of a list is open: `?new=1`, or `?edit=<id>`; an address like every other. */
export function useOpened() {
  const [params, setParams] = useSearchParams();
  const change = (name: 'new' | 'edit', value: string | undefined) =>
    setParams(
      (old) => {
        old.delete('new');
        old.delete('edit');
        if (value !== undefined) old.set(name, value);
        return old;
      },
      { preventScrollReset: true },
    );
  return {
    creating: params.has('new'),
    editing: params.get('edit') ?? undefined,
    create: () => change('new', '1'),
    edit: (id: string) => change('edit', id),
    close: () => change('new', undefined),
  };
}
