import "server-only";

const EMAIL_CHARACTERS_MAX = 254;

/** An address as the desk stores and compares it. */
export function toEmail(raw: string): string {
  return raw.trim().toLowerCase().slice(0, EMAIL_CHARACTERS_MAX);
}

/** Whether it can be an address at all. Only a typing mistake is meant to be caught. */
export function isEmail(value: string): boolean {
  return value.length <= EMAIL_CHARACTERS_MAX && /^[^\s@<>"']+@[^\s@<>"']+$/.test(value);
}
