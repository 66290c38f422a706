import { type Client, getUpstream, listUpstreams, replaceUpstream, type Upstream } from '@aegis/contracts';

/**
 * Other ports than last time: where the demo's upstreams still point to the sample backend's old address, they
 * follow. What somebody has changed since stays as it is.
 */
export async function followBackend(api: Client, appId: string, from: string, to: string): Promise<void> {
  if (from === to) return;
  const { data } = await api.call(listUpstreams, { params: { app_id: appId }, query: {} });
  for (const { id, targets } of data.items) {
    if (targets.some(({ url }) => url === from)) await replaceTarget(api, appId, id, from, to);
  }
}

async function replaceTarget(
  api: Client,
  appId: string,
  id: string,
  from: string,
  to: string,
): Promise<void> {
  const params = { app_id: appId, id };
  const { data, etag } = await api.call(getUpstream, { params });
  const body = settingsOf(data);
  const targets = body.targets.map((target) => (target.url === from ? { ...target, url: to } : target));
  await api.call(replaceUpstream, { params, body: { ...body, targets }, ...(etag && { ifMatch: etag }) });
}

/** What may be sent back of what was read. */
function settingsOf({ targets, balance, timeouts, host_header, tls, retries, buffer_requests }: Upstream) {
  return { targets, balance, timeouts, host_header, tls, retries, buffer_requests };
}
