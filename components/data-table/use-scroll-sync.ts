"use client";

import { type RefObject, type UIEvent, useRef } from "react";

/**
 * Lets several elements scroll sideways as one: the head of a table, which sticks to the top of the
 * page, its body, and a scrollbar that sticks to the bottom.
 */
export function useScrollSync(): {
  head: RefObject<HTMLTableSectionElement | null>;
  body: RefObject<HTMLTableSectionElement | null>;
  bar: RefObject<HTMLDivElement | null>;
  onScroll: (event: UIEvent<HTMLElement>) => void;
} {
  const head = useRef<HTMLTableSectionElement>(null);
  const body = useRef<HTMLTableSectionElement>(null);
  const bar = useRef<HTMLDivElement>(null);
  function onScroll({ currentTarget }: UIEvent<HTMLElement>) {
    for (const { current } of [head, body, bar]) {
      // Setting what is so already would answer the event with another one.
      if (current && current.scrollLeft !== currentTarget.scrollLeft) {
        current.scrollLeft = currentTarget.scrollLeft;
      }
    }
  }
  return { head, body, bar, onScroll };
}
