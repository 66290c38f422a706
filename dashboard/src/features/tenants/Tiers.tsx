import { type App, deleteTenantTier, listTenantTiers, type TenantTier } from '@aegis/contracts';
import { useQuery } from '@tanstack/react-query';
import { Pencil, Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { read } from '../../api/query.ts';
import { useCustomer } from '../../api/use-session.ts';
import { Button } from '../../ui/Button.tsx';
import { DeleteRow } from '../../ui/DeleteRow.tsx';
import { MenuItem } from '../../ui/Menu.tsx';
import { Section } from '../../ui/Page.tsx';
import { RowMenu } from '../../ui/RowMenu.tsx';
import { Loaded, Skeleton } from '../../ui/States.tsx';
import { Badge, Tag } from '../../ui/Status.tsx';
import { TierDialog } from './TierDialog.tsx';

/** The few tiers of an app, below its many tenants. */
export function Tiers({ app }: { app: App }) {
  const { slug, may } = useCustomer();
  const [open, setOpen] = useState<{ tier?: TenantTier }>();
  const [deleting, setDeleting] = useState<TenantTier>();
  const query = useQuery(read(slug, listTenantTiers, { params: { app_id: app.id }, query: { limit: 200 } }));
  return (
    <Section
      title="Tiers"
      lead="Limits and quotas that apply to each tenant of a tier."
      actions={
        may('tenants', 'write') && (
          <Button onClick={() => setOpen({})}>
            <Plus aria-hidden />
            Add tier
          </Button>
        )
      }
    >
      <Loaded query={query} skeleton={<Skeleton className="h-16" />}>
        {({ data }) =>
          data.items.length === 0 ? (
            <p className="text-soft">
              No tier yet: all tenants have the limits of the app and its routes alone.
            </p>
          ) : (
            <ul className="-my-3 divide-y divide-line">
              {data.items.map((tier) => (
                <TierLine
                  key={tier.id}
                  tier={tier}
                  onEdit={may('tenants', 'write') ? () => setOpen({ tier }) : undefined}
                  onDelete={may('tenants', 'delete') ? () => setDeleting(tier) : undefined}
                />
              ))}
            </ul>
          )
        }
      </Loaded>
      {open && <TierDialog app={app} tier={open.tier} onClose={() => setOpen(undefined)} />}
      {deleting && (
        <DeleteRow
          scope={slug}
          operation={deleteTenantTier}
          input={{ params: { app_id: app.id, id: deleting.id } }}
          title={`Delete ${deleting.name}?`}
          action="Delete tier"
          said="Tier deleted"
          onClose={() => setDeleting(undefined)}
        >
          It can only go when no tenant is in it.
        </DeleteRow>
      )}
    </Section>
  );
}

interface TierLineProps {
  tier: TenantTier;
  onEdit: (() => void) | undefined;
  onDelete: (() => void) | undefined;
}

const TierLine = ({ tier, onEdit, onDelete }: TierLineProps) => (
  <li className="flex items-center gap-3 py-2.5">
    <div className="flex min-w-0 flex-1 flex-wrap items-center gap-x-3 gap-y-1">
      <span className="font-mono text-[0.8125rem] font-medium">{tier.name}</span>
      {tier.is_default && <Badge tone="busy">default</Badge>}
      {tier.limits.map((name) => (
        <Tag key={name}>{name}</Tag>
      ))}
      {tier.quotas.map((name) => (
        <Tag key={name}>{name}</Tag>
      ))}
      {tier.description && <span className="text-soft">{tier.description}</span>}
    </div>
    {onEdit && (
      <RowMenu label={`Actions for ${tier.name}`}>
        <MenuItem onSelect={onEdit}>
          <Pencil aria-hidden />
          Edit
        </MenuItem>
        {onDelete && (
          <MenuItem danger onSelect={onDelete}>
            <Trash2 aria-hidden />
            Delete
          </MenuItem>
        )}
      </RowMenu>
    )}
  </li>
);
