/**
 * Values by column, as PostgreSQL array literals for `unnest`: one statement for any number of rows, and the
 * literals are joined here because escaping number by number would cost more than the insert.
 */
export const numbers = (values: readonly number[]): string => `{${values.join(',')}}`;

export const texts = (values: readonly string[]): string =>
  `{${values.map((value) => `"${value.replace(/["\\]/g, '\\$&')}"`).join(',')}}`;
