/** What looks like digits of a person and is none: each is a name that a machine gave. */
const TECHNICAL = [
  // URLs, with whatever references they carry.
  /https?:\/\/[^\s<>"']+/gi,
  // Ids of Kayle's and the desk's: vs_…, evt_…, whd_…, req_….
  /\b[a-z]{2,6}_[A-Za-z0-9_-]{6,}/g,
  // UUIDs.
  /\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/gi,
  // Moments as machines write them.
  /\b\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})?/g,
  // Addresses and versions: 192.168.10.12, 1.6.0.
  /\b\d{1,3}(?:\.\d{1,3}){3}\b/g,
  // Orders, tickets and the like, with the number behind their name.
  /\b(?:order|ticket|case|invoice|booking|request|issue|incident|build|version|reference|ref|commande|dossier|facture|incident)(?:s|\s+(?:number|no\.?|nr\.?|id)|\s+n°)?[\s:#=–-]{0,3}[A-Z]{0,6}[-/]?\d[\d/-]*/gi,
  // SUP-1182, #48213, A-48213.
  /\b[A-Z]{1,10}-\d{1,12}\b/g,
  /#[A-Z]{0,4}-?\d+/gi,
];

/** The text with each technical part as blanks, so that all else keeps its place. */
export function withoutTechnicalParts(text: string): string {
  return TECHNICAL.reduce(
    (rest, pattern) => rest.replace(pattern, (part) => " ".repeat(part.length)),
    text,
  );
}
