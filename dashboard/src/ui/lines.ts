/** Words of a text, one per line; commas and blanks separate too. */
export const linesOf = (text: string): string[] => text.split(/[\s,]+/).filter(Boolean);

/** Lines of a text as they are, for entries that may have commas and blanks in them. */
export const wholeLinesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);

/** The message of a list's field, or of the first entry that is wrong, with its line. */
export function firstErrorOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  if ('message' in error && typeof error.message === 'string') return error.message;
  if (!Array.isArray(error)) return undefined;
  const index = error.findIndex((one) => firstErrorOf(one) !== undefined);
  return index === -1 ? undefined : `Line ${index + 1}: ${firstErrorOf(error[index])}`;
}

/** All messages below a field, each with its path from there. */
export function messagesBelow(error: unknown, at = ''): { field: string; message: string }[] {
  if (typeof error !== 'object' || error === null) return [];
  if ('message' in error && typeof error.message === 'string') return [{ field: at, message: error.message }];
  return Object.entries(error).flatMap(([name, one]) =>
    messagesBelow(one, at === '' ? name : `${at}.${name}`),
  );
}
