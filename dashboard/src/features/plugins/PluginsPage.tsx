import { getAppPlugins, listPlugins } from '@aegis/contracts';
import { useQuery } from '@tanstack/react-query';
import { Puzzle } from 'lucide-react';
import { read } from '../../api/query.ts';
import { useApp } from '../../api/use-app.ts';
import { useCustomer } from '../../api/use-session.ts';
import { LivenessBadge } from '../../liveness/LivenessBadge.tsx';
import { Card } from '../../ui/Page.tsx';
import { Empty, Loaded, Skeleton } from '../../ui/States.tsx';
import { PluginCard } from './PluginCard.tsx';
import { PurgeCache } from './PurgeCache.tsx';

const skeleton = (
  <div className="flex flex-col gap-4">
    <Skeleton className="h-24" />
    <Skeleton className="h-24" />
  </div>
);

/** Plugins that run for every call of the app. */
export function PluginsPage() {
  const app = useApp();
  const { slug } = useCustomer();
  const manifests = useQuery(read(slug, listPlugins));
  const settings = useQuery(read(slug, getAppPlugins, { params: { app_id: app.id } }));
  return (
    <Loaded query={manifests} skeleton={skeleton}>
      {({ data: { items } }) => (
        <Loaded query={settings} skeleton={skeleton}>
          {({ data: { plugins, liveness }, etag }) => (
            <div className="flex max-w-3xl flex-col gap-4">
              <div className="flex flex-wrap items-center justify-between gap-2">
                <p className="text-soft">What is switched on here runs for every call of the app.</p>
                <div className="flex items-center gap-2">
                  <PurgeCache appId={app.id} />
                  <LivenessBadge liveness={liveness} />
                </div>
              </div>
              {items.length === 0 && (
                <Card>
                  <Empty icon={Puzzle} title="This platform has no plugins">
                    The people who run the gateway can add some.
                  </Empty>
                </Card>
              )}
              {items.map((manifest) => (
                <PluginCard
                  key={`${manifest.name} ${etag}`}
                  appId={app.id}
                  manifest={manifest}
                  plugins={plugins}
                  etag={etag}
                />
              ))}
            </div>
          )}
        </Loaded>
      )}
    </Loaded>
  );
}
