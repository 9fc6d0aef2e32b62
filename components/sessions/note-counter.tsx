import { NOTE_CHARACTERS_MAX } from "@/lib/domain/note-text";

const NUMBER = new Intl.NumberFormat("en-GB");

/** How much of a note's length is used. Spoken only where it is too much. */
export function NoteCounter({ length }: { length: number }) {
  const over = length - NOTE_CHARACTERS_MAX;
  return (
    <>
      <p className="tabular-nums">
        <span className={over > 0 ? "font-medium text-danger" : undefined}>
          {NUMBER.format(length)}
        </span>{" "}
        of {NUMBER.format(NOTE_CHARACTERS_MAX)} characters
      </p>
      <p role="status" className={over > 0 ? "basis-full text-danger" : "sr-only"}>
        {over > 0 ? `Too long: shorten it by ${NUMBER.format(over)}.` : ""}
      </p>
    </>
  );
}
