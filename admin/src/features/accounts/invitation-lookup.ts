import type { MemberRole } from '@aegis/contracts';
import { Injectable } from '@nestjs/common';
import { Keyring } from '../../platform/crypto/keyring.ts';
import type { Tx } from '../../platform/database/database.ts';
import { Problem } from '../../platform/http/problem.ts';

/** What an invitation opens: a place in a company, or the registration of a company of one's own. */
export type FoundInvitation =
  | { kind: 'member'; id: string; customerId: string; role: MemberRole }
  | { kind: 'company'; id: string };

@Injectable()
export class InvitationLookup {
  constructor(private readonly keyring: Keyring) {}

  /** The invitation of a mailed token, for the address that it was mailed to. @throws Problem link_invalid */
  async find(tx: Tx, token: string, email: string): Promise<FoundInvitation> {
    const hashes = this.keyring.macs('invitation', token);
    const [member] = await tx.query<{ id: string; customer_id: string; role: MemberRole }[]>(
      `SELECT id, customer_id, role FROM invitations
       WHERE token_hash = ANY($1) AND email = $2 AND expires_at > now() FOR UPDATE`,
      [hashes, email],
    );
    if (member) return { kind: 'member', id: member.id, customerId: member.customer_id, role: member.role };
    const [company] = await tx.query<{ id: string }[]>(
      `SELECT id FROM company_invitations
       WHERE token_hash = ANY($1) AND email = $2 AND expires_at > now() FOR UPDATE`,
      [hashes, email],
    );
    if (company) return { kind: 'company', id: company.id };
    throw new Problem('link_invalid');
  }
}
