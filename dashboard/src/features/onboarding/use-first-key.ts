import { useQuery } from '@tanstack/react-query';
import { shownOnceKey } from '../../api/shown-once.ts';

/** The secret of the key made just now, while this page knows it. */
export function useFirstKey(appId: string): string | undefined {
  const { data } = useQuery<string>({
    queryKey: shownOnceKey(appId),
    enabled: false,
    staleTime: Number.POSITIVE_INFINITY,
  });
  return data;
}
