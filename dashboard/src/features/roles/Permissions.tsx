import { Badge, Tag } from '../../ui/Status.tsx';

/** Patterns of permissions; what denies stands out. */
export const Permissions = ({ patterns }: { patterns: readonly string[] }) => (
  <span className="flex flex-wrap gap-1">
    {patterns.length === 0 && <span className="text-xs text-faint">none of its own</span>}
    {patterns.map((pattern) =>
      pattern.startsWith('!') ? (
        <Badge key={pattern} tone="bad">
          <span className="font-mono">{pattern}</span>
        </Badge>
      ) : (
        <Tag key={pattern}>{pattern}</Tag>
      ),
    )}
  </span>
);
