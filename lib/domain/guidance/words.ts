/** The same thing said in both languages. */
export type Words = { en: string; fr: string };

export function joinWords(parts: readonly Words[]): Words {
  return {
    en: parts.map((part) => part.en).join(" "),
    fr: withFrenchSpaces(parts.map((part) => part.fr).join(" ")),
  };
}

/** French sets a narrow space that does not break before these signs and inside its quotes. */
function withFrenchSpaces(text: string): string {
  return text.replaceAll(/ ([;:?»])/g, "\u202f$1").replaceAll("« ", "«\u202f");
}
