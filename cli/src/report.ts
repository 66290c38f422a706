import { type ExitCode, exitCodes, type Fix, FixableError } from './errors.ts';
import { printable, styledError } from './terminal/printable.ts';

/** The one writer of errors: what the reader can fix looks different from what is our bug. */
export function report(error: unknown, json: boolean, command: string): void {
  const exit = exitOfOclif(error);
  if (exit !== undefined) {
    process.exitCode = exit;
    return;
  }
  const fix = asFix(error);
  process.exitCode = fix?.exit ?? exitCodes.failed;
  if (json) console.log(JSON.stringify({ error: fix ? asJson(fix) : bugAsJson(error) }, null, 2));
  else console.error(fix ? asText(fix) : bugAsText(error, command));
}

/** `this.exit(n)` of a command that has said everything already. */
function exitOfOclif(error: unknown): ExitCode | undefined {
  const { code, oclif } = error as { code?: string; oclif?: { exit?: ExitCode } };
  return code === 'EEXIT' ? (oclif?.exit ?? exitCodes.ok) : undefined;
}

function asFix(error: unknown): Fix | undefined {
  if (error instanceof FixableError) return error.fix;
  if (!(error instanceof Error)) return undefined;
  if (error.name === 'ExitPromptError') {
    return { code: 'cancelled', message: 'Cancelled.', next: 'Nothing was changed.', exit: exitCodes.failed };
  }
  if (!isParseError(error)) return undefined;
  const message = error.message.replace(/\n?See more help with --help/, '').trim();
  return { code: 'usage', message, next: 'Add --help to see how it is meant.', exit: exitCodes.usage };
}

/** oclif's own errors about flags, arguments and topics carry `oclif`; a command that does not load is our bug. */
const isParseError = (error: Error): boolean =>
  'oclif' in error && (error as NodeJS.ErrnoException).code !== 'MODULE_NOT_FOUND';

function asText(fix: Fix): string {
  const lines = [
    `${styledError('red', 'Error')} ${styledError('dim', `(${fix.code})`)} ${printableLines(fix.message)}`,
    ...(fix.fields ?? []).map(
      ({ pointer, message }) => `  ${printable(pointer || '/')}  ${printableLines(message, '    ')}`,
    ),
    `${styledError('bold', 'Next')}  ${printableLines(fix.next)}`,
  ];
  if (fix.requestId !== undefined) lines.push(styledError('dim', `Request ${printable(fix.requestId)}`));
  return lines.join('\n');
}

/** Keeps the line breaks that our own texts hold. */
const printableLines = (text: string, indent = ''): string =>
  text.trimEnd().split('\n').map(printable).join(`\n${indent}`);

function asJson(fix: Fix) {
  const { code, message, next, requestId, fields } = fix;
  return { code, message, fix: next, request_id: requestId, errors: fields };
}

function bugAsText(error: unknown, command: string): string {
  const { stack, message } = error instanceof Error ? error : new Error(String(error));
  return [
    `${styledError('red', 'This is a bug in the command line')}, not a mistake of yours: ${printableLines(message)}`,
    `${styledError('bold', 'Next')}  Report it with these lines; they hold no secrets, but read them first.`,
    styledError('dim', `aegis ${command}, Node ${process.version}, ${process.platform}\n${stack ?? ''}`),
  ].join('\n');
}

function bugAsJson(error: unknown) {
  const message = error instanceof Error ? error.message : String(error);
  return { code: 'bug', message, fix: 'Report it; without --json it prints what to send.' };
}
