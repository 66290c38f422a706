import { type DocumentKind, type DocumentOf, documentSchemas, MAX_DOCUMENT_BYTES } from '@aegis/contracts';
import { z } from 'zod';
import { partsOf } from './names.ts';

export type Proof = { ok: true; text: string } | { ok: false; reason: string };

/** A check of one kind beyond its schema. Gives the reason against the document. */
export type ExtraProofs = { [K in DocumentKind]?: (document: DocumentOf<K>) => Promise<string | undefined> };

/**
 * Whether gateways could serve this document: its schema, its size, and what `extra` says. Only a document that
 * proves is signed, since a signature is what gateways trust.
 */
export async function prove(name: string, document: unknown, extra: ExtraProofs): Promise<Proof> {
  const { kind } = partsOf(name);
  const parsed = documentSchemas[kind].safeParse(document);
  if (!parsed.success) return { ok: false, reason: z.prettifyError(parsed.error).slice(0, 1_000) };
  const text = JSON.stringify(parsed.data);
  const bytes = Buffer.byteLength(text);
  if (bytes > MAX_DOCUMENT_BYTES) {
    return { ok: false, reason: `the document has ${bytes} bytes, more than ${MAX_DOCUMENT_BYTES}` };
  }
  const check = extra[kind] as ((document: unknown) => Promise<string | undefined>) | undefined;
  const reason = await check?.(parsed.data);
  return reason === undefined ? { ok: true, text } : { ok: false, reason };
}
