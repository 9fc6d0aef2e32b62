import "server-only";

/** Numbers as the text of a Postgres array, so that a list of any length is one parameter. */
export function toNumberList(numbers: readonly number[]): string {
  return `{${numbers.map((number) => Math.trunc(number)).join(",")}}`;
}

/** A pattern for LIKE that finds exactly this text anywhere. */
export function toLikePattern(text: string): string {
  return `%${text.replace(/[\\%_]/g, "\\$&")}%`;
}
