import { PERSONAL_DATA_WORDS, type PersonalDataPlace } from "@/lib/domain/personal-data";
import { SECRET_NAMES } from "@/lib/domain/secret-names";
import type { SecretPlace } from "@/lib/domain/secret-places";
import { toLine } from "@/lib/domain/text-place";

const LIST = new Intl.ListFormat("en-GB", { type: "conjunction" });

/** "an API key on line 2", or without the line where the text has only one. */
export function describeSecretPlaces(text: string, places: readonly SecretPlace[]): string {
  return listPlaces(
    text,
    places.map((place) => ({ ...place, words: SECRET_NAMES[place.kind][0] })),
  );
}

/** "a date of birth on line 2 and an e-mail address on line 3". */
export function describePersonalPlaces(text: string, places: readonly PersonalDataPlace[]): string {
  return listPlaces(
    text,
    places.map((place) => ({ ...place, words: PERSONAL_DATA_WORDS[place.kind] })),
  );
}

function listPlaces(text: string, places: readonly { words: string; from: number; to: number }[]) {
  const hasLines = text.includes("\n");
  const told = places.map(({ words, ...place }) =>
    hasLines ? `${words} on line ${toLine(text, place)}` : words,
  );
  return LIST.format([...new Set(told)]);
}
