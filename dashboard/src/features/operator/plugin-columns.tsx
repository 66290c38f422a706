import type { OperatorPlugin } from '@aegis/contracts';
import { LivenessBadge } from '../../liveness/LivenessBadge.tsx';
import { Button } from '../../ui/Button.tsx';
import { formatNumber } from '../../ui/format.ts';
import { Badge } from '../../ui/Status.tsx';
import { actionsColumn, type Column } from '../../ui/Table.tsx';
import { Ago } from '../../ui/Time.tsx';

function usesOf({ uses: { platform, apps, routes } }: OperatorPlugin): string {
  const places = [
    platform && 'the platform',
    apps > 0 && `${formatNumber(apps)} ${apps === 1 ? 'app' : 'apps'}`,
    routes > 0 && `${formatNumber(routes)} ${routes === 1 ? 'route' : 'routes'}`,
  ];
  return places.filter(Boolean).join(', ') || 'nowhere';
}

function State({ plugin: { built_in, failures, liveness } }: { plugin: OperatorPlugin }) {
  if (failures.length > 0) return <Badge tone="bad">failing</Badge>;
  if (built_in || !liveness) return <Badge>built in</Badge>;
  return <LivenessBadge liveness={liveness} short />;
}

const Installed = ({ plugin: { installed_at, installed_by } }: { plugin: OperatorPlugin }) =>
  installed_at && (
    <span className="text-xs text-faint">
      {installed_by}, <Ago at={installed_at} />
    </span>
  );

const shown: Column<OperatorPlugin>[] = [
  {
    id: 'name',
    header: 'Plugin',
    cell: ({ name, summary }) => (
      <>
        <span className="block font-medium">{name}</span>
        <span className="text-xs text-faint">{summary}</span>
      </>
    ),
  },
  { id: 'version', header: 'Version', cell: ({ version }) => <span className="tabular">{version}</span> },
  { id: 'state', header: 'State', cell: (plugin) => <State plugin={plugin} /> },
  {
    id: 'uses',
    header: 'Switched on for',
    from: 'md',
    cell: (plugin) => <span className="text-soft">{usesOf(plugin)}</span>,
  },
  { id: 'installed', header: 'Installed', from: 'lg', cell: (plugin) => <Installed plugin={plugin} /> },
];

/** @param onRemove absent for operators who may not */
export function pluginColumns(
  onRemove: ((plugin: OperatorPlugin) => void) | undefined,
): Column<OperatorPlugin>[] {
  const actions = (plugin: OperatorPlugin) =>
    onRemove &&
    !plugin.built_in && (
      <Button size="sm" aria-label={`Remove ${plugin.name}`} onClick={() => onRemove(plugin)}>
        Remove
      </Button>
    );
  return [...shown, actionsColumn(actions)];
}
