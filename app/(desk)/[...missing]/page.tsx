import { notFound } from "next/navigation";

/** Every address that the desk has no page for, so that the box to paste into is there too. */
export default function MissingPage() {
  notFound();
}
