/** `title` is what happened, `fix` what the reader can do. Never reword a code. */
export interface ErrorCode {
  status: number;
  title: string;
  fix: string;
  /** Who answers with it. */
  by: 'admin' | 'gateway' | 'both';
}

export const define = <T extends Record<string, ErrorCode>>(table: T): { [K in keyof T]: ErrorCode } => table;
