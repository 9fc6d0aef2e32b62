function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Maps whose keys are data, not part of the shape. */
const OPEN_MAPS = ["share_fields"];

function listKeyDifferences(
  recorded: Record<string, unknown>,
  given: Record<string, unknown>,
  path: string,
): string[] {
  const missing = Object.keys(recorded).filter((key) => !Object.hasOwn(given, key));
  const added = Object.keys(given).filter((key) => !Object.hasOwn(recorded, key));
  return [
    ...missing.map((key) => `${path}.${key} is missing`),
    ...added.map((key) => `${path}.${key} is not in the recording`),
  ];
}

/**
 * Where two answers differ in shape: in their keys or in the types of their values. Null stands for
 * any type, because a field that may be null is null in some records only.
 */
export function listShapeDifferences(recorded: unknown, given: unknown, path = "$"): string[] {
  if (recorded === null || given === null) return [];
  if (Array.isArray(recorded) && Array.isArray(given)) {
    const [first] = recorded;
    if (first === undefined) return [];
    return given.flatMap((entry) => listShapeDifferences(first, entry, `${path}[]`));
  }
  if (isObject(recorded) && isObject(given)) {
    if (OPEN_MAPS.some((name) => path.endsWith(`.${name}`))) {
      return listShapeDifferences(Object.values(recorded), Object.values(given), path);
    }
    const shared = Object.keys(recorded).filter((key) => Object.hasOwn(given, key));
    return [
      ...listKeyDifferences(recorded, given, path),
      ...shared.flatMap((key) => listShapeDifferences(recorded[key], given[key], `${path}.${key}`)),
    ];
  }
  const [wanted, got] = [recorded, given].map((one) => (Array.isArray(one) ? "array" : typeof one));
  return wanted === got ? [] : [`${path} is ${got} instead of ${wanted}`];
}
