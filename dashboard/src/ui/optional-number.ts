/** A field left empty is not sent. */
export const optionalNumber = (text: string | number | undefined): number | undefined =>
  text === '' || text === undefined || Number.isNaN(text) ? undefined : Number(text);
