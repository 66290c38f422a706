import { markdownReport } from './markdown.ts';
import type { Finding, Report } from './model.ts';

const exactly = (value: number) => ({ value, low: value, high: value });

function report(findings: Finding[]): Report {
  const machine = {
    processor: 'A processor',
    cores: 2,
    kernel: '6.1',
    nginx: 'nginx/1.22.1',
    at: '2026-11-22',
  };
  const section = (title: string) => ({
    title,
    table: { columns: ['', 'CPU'], rows: [['a route', { kind: 'ratio' as const, ...exactly(1.25) }]] },
    notes: ['A note.'],
  });
  return { machine, rounds: 30, sections: [section('Main'), section('Further')], findings };
}

const newToken = (value: number): Finding => ({
  promise: 'new_token',
  of: 'RS256',
  measured: exactly(value),
});

describe('markdownReport', () => {
  it('has the main table first, then the promises, then the rest', () => {
    const text = markdownReport(report([newToken(1.1)]));
    const places = ['## Main', '| a route | 1.25 (1.25 to 1.25) |', '## Promises', '## Further'].map((part) =>
      text.indexOf(part),
    );
    expect(places).not.toContain(-1);
    expect(places).toEqual([...places].sort((a, b) => a - b));
  });

  it('says where the time goes of what is missed, and only of that', () => {
    expect(markdownReport(report([newToken(1.1)]))).not.toContain('bare verification. The rest');
    expect(markdownReport(report([newToken(1.6)]))).toContain('bare verification. The rest');
  });
});
