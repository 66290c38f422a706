import { operations } from '@aegis/contracts';

const summaries = new Map(Object.values(operations).map(({ id, summary }) => [id, summary]));

/** What was done, in the words of the contract; what has no contract keeps its own name. */
export const actionWords = (action: string): string =>
  (summaries.get(action) ?? action).split(/[;,]/)[0] ?? action;
