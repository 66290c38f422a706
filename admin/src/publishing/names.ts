import { type DocumentKind, type DocumentName, documentSchemas } from '@aegis/contracts';

/** The two parts of a document's name. @throws Error for a kind that does not exist: our own mistake. */
export function partsOf(name: string): { kind: DocumentKind; id: string } {
  const colon = name.indexOf(':');
  const kind = name.slice(0, colon);
  if (!Object.hasOwn(documentSchemas, kind)) throw new Error(`no document is named ${name}`);
  return { kind: kind as DocumentKind, id: name.slice(colon + 1) };
}

export const nameOf = (kind: DocumentKind, id: string): DocumentName => `${kind}:${id}`;

/** The documents of an app that every gateway with its traffic holds. */
export const appDocuments = (appId: string): DocumentName[] => [
  nameOf('app', appId),
  nameOf('routes', appId),
  nameOf('upstreams', appId),
  nameOf('issuers', appId),
];
