import "server-only";
import { findPersonalData } from "@/lib/domain/personal-data";
import { findSecretPlaces } from "@/lib/domain/secret-places";
import { DeskError } from "../http/desk-error";

/**
 * Holds a note to what the desk keeps. The answer says where, never what.
 * @throws DeskError SECRET_IN_TEXT always for a token or a key; PERSONAL_DATA_IN_TEXT where it looks
 * like personal data and the author has not confirmed that it may stand.
 */
export function requireNoteText(
  { text, confirmed }: { text: string; confirmed: boolean },
  now: Date,
): void {
  const secrets = findSecretPlaces(text);
  if (secrets.length > 0) {
    const details = { places: secrets };
    throw new DeskError("SECRET_IN_TEXT", { logDetail: "a note with a secret", details });
  }
  const personal = confirmed ? [] : findPersonalData(text, now);
  if (personal.length === 0) return;
  const details = { places: personal };
  throw new DeskError("PERSONAL_DATA_IN_TEXT", { logDetail: "not confirmed", details });
}
