import { useMutation } from '@tanstack/react-query';
import { explain } from '../../api/problems.ts';
import { signOut } from '../../api/session.ts';
import { toast } from '../../ui/toast-store.ts';

export function useSignOut() {
  return useMutation({
    mutationFn: signOut,
    // A new document: nothing that this page knew stays in memory.
    onSuccess: () => location.replace('/login'),
    onError: (problem) => toast.bad(explain(problem)),
  });
}
