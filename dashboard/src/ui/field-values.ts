/** A field left empty is not sent. */
export const optionalNumber = (text: string | number | undefined): number | undefined =>
  text === '' || text === undefined || Number.isNaN(text) ? undefined : Number(text);

/** For `register`: a text left empty is not sent. */
export const optionalText = { setValueAs: (text: string | undefined) => text || undefined };

/** For `register`: a day of the reader's calendar, as the moment at its end. */
export const endOfDay = {
  setValueAs: (day: string | undefined) => (day ? new Date(`${day}T23:59:59`).toISOString() : undefined),
};
