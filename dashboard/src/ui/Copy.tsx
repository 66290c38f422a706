import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { classes } from './classes.ts';

function useCopy(text: string) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 1_600);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = () => {
    void navigator.clipboard.writeText(text).then(() => setCopied(true));
  };
  return { copied, copy };
}

interface CopyButtonProps {
  text: string;
  label: string;
  /** On the dark ground of a code block. */
  onCode?: boolean;
  className?: string;
}

export function CopyButton({ text, label, onCode, className }: CopyButtonProps) {
  const { copied, copy } = useCopy(text);
  return (
    <button
      type="button"
      className={classes(
        'grid size-7 shrink-0 place-items-center rounded-md transition-colors [&_svg]:size-3.5',
        onCode ? 'bg-code text-on-code hover:text-accent-line' : 'text-faint hover:bg-hover hover:text-ink',
        className,
      )}
      aria-label={copied ? 'Copied' : label}
      onClick={copy}
    >
      {copied ? <Check className={onCode ? undefined : 'text-good'} aria-hidden /> : <Copy aria-hidden />}
    </button>
  );
}

interface CodeBlockProps {
  text: string;
  label: string;
  /** Long lines break instead of scrolling. */
  wrap?: boolean;
  /** A whole file rather than a few lines. */
  tall?: boolean;
}

/** Command or answer on a dark ground, with its own copy button. */
export function CodeBlock({ text, label, wrap, tall }: CodeBlockProps) {
  return (
    <div className="group relative overflow-hidden rounded-lg border border-line bg-code">
      {/* Long lines scroll, so the block takes the keyboard's focus. */}
      <section
        aria-label={label}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region has to be reachable by keyboard
        tabIndex={0}
        className={classes('overflow-auto py-3 pr-11 pl-4', tall ? 'max-h-[46rem]' : 'max-h-96')}
      >
        <pre
          className={classes(
            'font-mono text-[0.8125rem] leading-5 text-on-code',
            wrap && 'break-all whitespace-pre-wrap',
          )}
        >
          {text}
        </pre>
      </section>
      <CopyButton
        text={text}
        label={`Copy ${label.toLowerCase()}`}
        onCode
        className="absolute top-2 right-2"
      />
    </div>
  );
}
