import type { MigrationInterface, QueryRunner } from 'typeorm';
import { customerOwned, platformOnly, roles, walled } from './sql.ts';

/** Accounts, customers, memberships, invitations, operators, sessions, tokens, mailed links. */
export class Identity1763700000002 implements MigrationInterface {
  name = 'Identity1763700000002';

  async up(runner: QueryRunner): Promise<void> {
    for (const part of [people, companies, credentials]) await runner.query(part);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

const people = `
  CREATE TABLE accounts (
    id uuid PRIMARY KEY,
    email text NOT NULL UNIQUE CHECK (email = lower(email)),
    name text NOT NULL,
    password_hash text,
    email_verified_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now()
  );
  ${walled('accounts')}

  CREATE TABLE operators (
    account_id uuid PRIMARY KEY REFERENCES accounts ON DELETE CASCADE,
    role text NOT NULL CHECK (role IN ('owner', 'admin', 'support', 'viewer')),
    created_at timestamptz NOT NULL DEFAULT now()
  );
  ${platformOnly('operators')}
`;

const companies = `
  CREATE TABLE customers (
    id uuid PRIMARY KEY,
    slug text NOT NULL UNIQUE,
    name text NOT NULL,
    status text NOT NULL CHECK (status IN ('unverified', 'pending', 'active', 'suspended', 'closed')),
    status_reason text,
    -- An operator invited it, so it needs no approval.
    invited boolean NOT NULL DEFAULT false,
    version integer NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL DEFAULT now()
  );
  CREATE INDEX ON customers (created_at, id);
  ${walled('customers')}
  GRANT SELECT, UPDATE (name, version) ON customers TO ${roles.app};
  CREATE POLICY customer ON customers TO ${roles.app}
    USING (id = (SELECT aegis_customer())) WITH CHECK (id = (SELECT aegis_customer()));

  CREATE TABLE memberships (
    customer_id uuid NOT NULL REFERENCES customers ON DELETE CASCADE,
    account_id uuid NOT NULL REFERENCES accounts ON DELETE CASCADE,
    role text NOT NULL CHECK (role IN ('owner', 'admin', 'developer', 'billing', 'viewer')),
    joined_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (customer_id, account_id)
  );
  CREATE INDEX ON memberships (account_id);
  ${customerOwned('memberships')}

  -- A company sees the people who belong to it, and of them no password hash.
  GRANT SELECT (id, email, name, email_verified_at, created_at) ON accounts TO ${roles.app};
  CREATE POLICY member ON accounts FOR SELECT TO ${roles.app} USING (
    EXISTS (SELECT FROM memberships m WHERE m.account_id = accounts.id AND m.customer_id = (SELECT aegis_customer()))
  );

  CREATE TABLE invitations (
    id uuid PRIMARY KEY,
    customer_id uuid NOT NULL REFERENCES customers ON DELETE CASCADE,
    email text NOT NULL,
    role text NOT NULL CHECK (role IN ('owner', 'admin', 'developer', 'billing', 'viewer')),
    token_hash text NOT NULL UNIQUE,
    created_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL,
    UNIQUE (customer_id, email)
  );
  ${customerOwned('invitations')}

  CREATE TABLE company_invitations (
    id uuid PRIMARY KEY,
    email text NOT NULL UNIQUE,
    token_hash text NOT NULL UNIQUE,
    created_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL
  );
  ${platformOnly('company_invitations')}
`;

const credentials = `
  CREATE TABLE sessions (
    id uuid PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES accounts ON DELETE CASCADE,
    token_hash text NOT NULL UNIQUE,
    ip text NOT NULL,
    user_agent text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    last_seen_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL
  );
  CREATE INDEX ON sessions (account_id);
  CREATE INDEX ON sessions (expires_at);
  ${walled('sessions')}
  GRANT SELECT (id, account_id, ip, user_agent, created_at, last_seen_at, expires_at), DELETE ON sessions TO ${roles.app};
  CREATE POLICY account ON sessions TO ${roles.app} USING (account_id = (SELECT aegis_account()));

  -- customer_id is empty for a personal token of the whole account (a CLI sign-in, an operator's token).
  CREATE TABLE tokens (
    id uuid PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES accounts ON DELETE CASCADE,
    customer_id uuid REFERENCES customers ON DELETE CASCADE,
    kind text NOT NULL CHECK (kind IN ('personal', 'machine')),
    name text NOT NULL,
    prefix text NOT NULL,
    token_hash text NOT NULL UNIQUE,
    scopes text[] NOT NULL,
    app_id uuid,
    environment text CHECK (environment IN ('production', 'staging', 'development')),
    created_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz,
    last_used_at timestamptz
  );
  CREATE INDEX ON tokens (customer_id, created_at, id);
  CREATE INDEX ON tokens (account_id);
  ${customerOwned('tokens', ['INSERT', 'DELETE'])}
  GRANT SELECT (id, account_id, customer_id, kind, name, prefix, scopes, app_id, environment, created_at, expires_at, last_used_at)
    ON tokens TO ${roles.app};

  CREATE TABLE mailed_links (
    id uuid PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES accounts ON DELETE CASCADE,
    purpose text NOT NULL CHECK (purpose IN ('verify', 'reset')),
    token_hash text NOT NULL UNIQUE,
    created_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL
  );
  CREATE INDEX ON mailed_links (account_id);
  ${platformOnly('mailed_links')}
`;
