import { cellText } from './cells.ts';
import { heading, promiseColumns } from './heading.ts';
import type { Report, Section } from './model.ts';
import { promiseRow } from './promises.ts';

/** For a terminal. */
export function textReport(report: Report): string {
  const promised = aligned([promiseColumns, ...report.findings.map(promiseRow)]);
  const parts = [heading(report), ...report.sections.map(sectionText)];
  if (report.findings.length > 0) parts.push(`Promises\n\n${promised}`);
  return parts.join('\n\n');
}

function sectionText({ title, table, notes }: Section): string {
  const rows = aligned([table.columns, ...table.rows.map((row) => row.map(cellText))]);
  return [title, '', rows, ...(notes.length > 0 ? ['', ...notes] : [])].join('\n');
}

function aligned(rows: string[][]): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((cells) => cells[column]?.length ?? 0)),
  );
  return rows
    .map((cells) =>
      cells
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
