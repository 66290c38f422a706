import { probeUpstream, UpstreamUrl } from '@aegis/contracts';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { call } from '../../api/client.ts';
import { keyOf } from '../../api/query.ts';

const probeQuery = (slug: string, url: string) =>
  queryOptions({
    queryKey: keyOf(slug, probeUpstream, url),
    queryFn: async ({ signal }) => (await call(slug, probeUpstream, { body: { url }, signal })).data,
    retry: false,
    staleTime: 30_000,
  });

/** Tries an address as soon as the typing pauses and it is a whole one. */
export function useProbe(slug: string, typed: string) {
  const [url, setUrl] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setUrl(typed.trim()), 500);
    return () => clearTimeout(timer);
  }, [typed]);
  return useQuery({
    ...probeQuery(slug, url),
    enabled: url === typed.trim() && UpstreamUrl.safeParse(url).success,
  });
}

export type Probe = ReturnType<typeof useProbe>;
