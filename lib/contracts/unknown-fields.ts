const NAMES_MAX = 20;

/** A name that could be a field of an API. Anything else may be data that slid into a key. */
const PLAIN_NAME = /^[A-Za-z_$][A-Za-z0-9_$.-]{0,39}$/;

/** Stands for every name that does not look like one. */
export const UNNAMEABLE = "(unreadable name)";

type KnownFields = { session: readonly string[]; shareField: readonly string[] };

/**
 * The names of what a session of Kayle's wire holds beyond `known`: its own fields, and those inside
 * a share field as `share_fields.*.name`. Sorted, each once, at most 20, and never a value.
 */
export function collectUnknownFields(value: unknown, known: KnownFields): string[] {
  const names = new Set<string>();
  for (const key of ownKeys(value)) if (!known.session.includes(key)) names.add(toShownName(key));
  const shareFields = isObject(value) ? value["share_fields"] : undefined;
  for (const key of ownKeys(shareFields)) {
    // zod leaves this key out, as it could stand in for an object's prototype.
    if (key === "__proto__") names.add("share_fields.__proto__");
    for (const inner of ownKeys(readOwn(shareFields, key))) {
      if (!known.shareField.includes(inner)) names.add(`share_fields.*.${toShownName(inner)}`);
    }
  }
  return [...names].sort().slice(0, NAMES_MAX);
}

function toShownName(key: string): string {
  return PLAIN_NAME.test(key) ? key : UNNAMEABLE;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function ownKeys(value: unknown): string[] {
  return isObject(value) ? Object.keys(value) : [];
}

/** Reads an own property only, so that `__proto__` never reaches a prototype. */
function readOwn(value: unknown, key: string): unknown {
  return isObject(value) ? Object.getOwnPropertyDescriptor(value, key)?.value : undefined;
}
