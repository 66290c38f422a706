import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import { explain } from '../../api/problems.ts';
import { sessionKey, signOut } from '../../api/session.ts';
import { toast } from '../../ui/toast-store.ts';

export function useSignOut() {
  const queries = useQueryClient();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: signOut,
    onSuccess: async () => {
      await navigate('/login', { replace: true });
      queries.clear();
      queries.setQueryData(sessionKey, null);
    },
    onError: (problem) => toast.bad(explain(problem)),
  });
}
