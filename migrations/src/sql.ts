/** Building blocks of migrations. Identifiers come from our own source code only, never from input. */

/** The two login roles of the running service. The owner of the database only migrates. */
export const roles = {
  /** Sees one customer's or one account's rows at a time, by row-level security. */
  app: 'aegis_app',
  /** Operators' work, sign-in, publishing and usage: every customer's rows. */
  platform: 'aegis_platform',
} as const;

/** Puts a table behind row-level security, for its owner too; the platform role sees everything. */
export const walled = (table: string): string => `
  ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY;
  ALTER TABLE ${table} FORCE ROW LEVEL SECURITY;
  GRANT SELECT, INSERT, UPDATE, DELETE ON ${table} TO ${roles.platform};
  CREATE POLICY platform ON ${table} TO ${roles.platform} USING (true) WITH CHECK (true);
`;

export type Right = 'SELECT' | 'INSERT' | 'UPDATE' | 'DELETE';

/**
 * A table whose rows belong to customers: walled, and the application role works on the rows of the customer that
 * the transaction named. Without a named customer no row is visible. The sub-select lets the planner evaluate
 * the setting once instead of once per row.
 */
export const customerOwned = (
  table: string,
  rights: readonly Right[] = ['SELECT', 'INSERT', 'UPDATE', 'DELETE'],
): string => `
  ${walled(table)}
  GRANT ${rights.join(', ')} ON ${table} TO ${roles.app};
  CREATE POLICY customer ON ${table} TO ${roles.app}
    USING (customer_id = (SELECT aegis_customer())) WITH CHECK (customer_id = (SELECT aegis_customer()));
`;

/** A table that only the platform role touches. */
export const platformOnly = (table: string): string => walled(table);
