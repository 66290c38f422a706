import { useQuery } from '@tanstack/react-query';
import { platformQuery } from '../api/platform.ts';
import { CodeBlock } from '../ui/Copy.tsx';
import { Loaded, Skeleton } from '../ui/States.tsx';
import { curlSnippets } from './snippets.ts';

interface CallSnippetsProps {
  host: string;
  /** Undefined: a placeholder stands for it. */
  apiKey: string | undefined;
}

/** The first call to copy, in every form that works here. */
export const CallSnippets = ({ host, apiKey = 'YOUR_API_KEY' }: CallSnippetsProps) => (
  <Loaded query={useQuery(platformQuery)} skeleton={<Skeleton className="h-28" />}>
    {({ data }) => (
      <div className="flex flex-col gap-3">
        {curlSnippets(host, apiKey, data).map(({ title, text }) => (
          <div key={title} className="flex flex-col gap-1.5">
            <p className="text-xs text-faint">{title}</p>
            <CodeBlock text={text} label={`curl ${title.toLowerCase()}`} wrap />
          </div>
        ))}
      </div>
    )}
  </Loaded>
);
