import { findSecrets } from "./find-secrets";
import type { SecretKind } from "./secret-rules";
import type { TextPlace } from "./text-place";

export type SecretPlace = TextPlace & { kind: SecretKind };

/**
 * Where in a text there are tokens and keys, in its order. Several may stand in one place; a place is
 * named by the first of them, so the list is empty only where there is no secret.
 */
export function findSecretPlaces(text: string): SecretPlace[] {
  const { spans } = findSecrets(text);
  return spans.map(({ kind, start, end }) => ({ kind, from: start, to: end }));
}
