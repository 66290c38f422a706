/** One JSON line per event, on standard output. Never holds a secret: fields are chosen where it is called. */
export type Log = (event: string, fields?: Record<string, unknown>) => void;

export const log: Log = (event, fields = {}) => {
  process.stdout.write(
    `${JSON.stringify({ time: new Date().toISOString(), part: 'agent', event, ...fields })}\n`,
  );
};

export function messageOf(problem: unknown): string {
  return problem instanceof Error ? problem.message : String(problem);
}
