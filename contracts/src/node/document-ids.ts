import { createHash } from 'node:crypto';

/**
 * Ids of documents that are found by what a customer calls a thing. The gateway makes the same
 * (`lua/aegis/config/document_ids.lua`): external ids are any text, names of documents are not.
 */
const hashOf = (text: string): string => createHash('sha256').update(text).digest('base64url');

export const tenantDocumentId = (appId: string, externalId: string): string =>
  `${appId}.${hashOf(externalId)}`;

/** @param tenantId ours, not the customer's */
export const userDocumentId = (tenantId: string, externalId: string): string =>
  `${tenantId}.${hashOf(externalId)}`;
