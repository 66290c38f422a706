/** `field=text` lines as an object; undefined where a line is none, or a field is there twice. */
export function metadataOf(text: string): Record<string, string> | undefined {
  const entries = text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
    .map((line): [string, string] => [
      line.slice(0, Math.max(0, line.indexOf('='))).trim(),
      line.slice(line.indexOf('=') + 1).trim(),
    ]);
  const fields = new Set(entries.map(([field]) => field));
  return fields.has('') || fields.size < entries.length ? undefined : Object.fromEntries(entries);
}

export const textOf = (metadata: Record<string, string>): string =>
  Object.entries(metadata)
    .map(([field, text]) => `${field}=${text}`)
    .join('\n');
