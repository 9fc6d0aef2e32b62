import { type AccessFilters, accessFiltersSchema } from "@/lib/contracts/access-log";
import type { LogState } from "./log-state";

/**
 * The filters of a URL as the desk's API takes them, and the names of those that it would refuse,
 * such as a day that does not exist: they are shown as faulty and filter nothing.
 */
export function toFilters(
  state: LogState,
  zone: string,
): { filters: AccessFilters; faulty: (keyof LogState)[] } {
  const given = Object.fromEntries(
    Object.entries(state).filter(([, value]) => value !== null && value !== ""),
  );
  const parsed = accessFiltersSchema.safeParse({ ...given, zone });
  if (parsed.success) return { filters: parsed.data, faulty: [] };
  const wrong = parsed.error.issues.map(({ path }) => String(path[0]));
  const faulty = (Object.keys(state) as (keyof LogState)[]).filter((name) => wrong.includes(name));
  const rest = Object.fromEntries(Object.entries(given).filter(([name]) => !wrong.includes(name)));
  const again = accessFiltersSchema.safeParse({ ...rest, zone });
  return { filters: again.success ? again.data : { zone: "UTC" }, faulty };
}

export function isNarrowed({ zone: _, ...filters }: AccessFilters): boolean {
  return Object.values(filters).some((value) => value !== undefined);
}
