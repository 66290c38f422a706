import { Search } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../ui/Button.tsx';
import { Input } from '../../ui/Input.tsx';

/** Opens a trace by the id that the answer carried. */
export function FindTrace({ onFind }: { onFind: (requestId: string) => void }) {
  const [typed, setTyped] = useState('');
  return (
    <form
      className="flex min-w-0 grow gap-2 sm:max-w-md"
      onSubmit={(event) => {
        event.preventDefault();
        if (typed.trim() !== '') onFind(typed.trim());
      }}
    >
      <Input
        aria-label="Request id"
        placeholder="Request id (X-Request-Id of the answer)"
        mono
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
      <Button type="submit">
        <Search aria-hidden />
        Find
      </Button>
    </form>
  );
}
