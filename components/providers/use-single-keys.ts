"use client";

import { useLayoutEffect } from "react";
import { isTyping } from "@/components/ui/is-typing";
import { usePreferences } from "./preferences-provider";

/**
 * Shortcuts of one key, for as long as the component is there. They rest while somebody types, while a
 * dialog or menu has the keyboard, and when the person turned them off.
 */
export function useSingleKeys(keys: Record<string, () => void>): void {
  const { preferences } = usePreferences();
  const isOn = preferences.singleKeys === "on";
  // With the paint, not after it: a key pressed at once must not go to the page that was there before.
  useLayoutEffect(() => {
    if (!isOn) return;
    function onKeyDown(event: KeyboardEvent) {
      const action = keys[event.key];
      if (!action || event.defaultPrevented || isTyping(event)) return;
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (document.querySelector("[role=dialog], [role=alertdialog], [role=menu]")) return;
      event.preventDefault();
      action();
    }
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  });
}
