import type { ObservedChange } from "../observation";
import type { MinimisedField, TimelineText } from "./entry";

const MINIMISED: Record<MinimisedField, string> = {
  failure_code: "the reason of the failure",
  share_fields: "what was asked for",
  redirect_url: "the redirect",
};

/** "the reason of the failure, the redirect" */
export function minimisedText(fields: readonly MinimisedField[]): string {
  return fields.map((field) => MINIMISED[field]).join(", ");
}

/** Changes that have no entry of their own. Values are told only of fields whose values are known. */
export function changeText(changes: readonly ObservedChange[]): TimelineText {
  const shown = changes.filter(({ field }) => field !== "updated_at");
  if (shown.length === 0) {
    return { title: "Record written again", detail: "nothing that the desk reads changed" };
  }
  return { title: "Record changed", detail: shown.map(oneChange).join("; ") };
}

function oneChange(change: ObservedChange): string {
  switch (change.field) {
    case "status":
    case "failure_code":
    case "nfc_tries_used":
    case "liveness_tries_used":
      return `${change.field}: ${valueText(change.from)} → ${valueText(change.to)}`;
    case "share_fields":
      return change.from === change.to
        ? "share_fields: texts changed"
        : `share_fields: ${change.from} → ${change.to} entries`;
    case "redirect_url":
      if (change.from && change.to) return "redirect_url: became another";
      return change.to ? "redirect_url: added" : "redirect_url: removed";
    case "deleted":
      return change.to ? "deleted" : "Kayle has it again";
    case "other":
      return `${change.name}: changed`;
    default:
      return `${change.field}: changed`;
  }
}

function valueText(value: string | number | null): string {
  if (value === null) return "none";
  if (typeof value === "number" && !Number.isFinite(value)) return "no number";
  return typeof value === "string" && value.trim() === "" ? "empty" : String(value);
}
