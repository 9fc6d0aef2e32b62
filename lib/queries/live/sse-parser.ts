export type SseMessage = { event: string; data: string };

/** More than the longest event of the desk; whatever sends more is not the desk. */
const CHARACTERS_MAX = 1_000_000;

/**
 * Takes a text of Server-Sent Events in pieces, however they are cut, and gives the messages that are
 * complete. Comments and fields other than `event` and `data` are passed by.
 *
 * @throws RangeError when one message does not end
 */
export function createSseParser(): (piece: string) => SseMessage[] {
  let rest = "";
  return (piece) => {
    rest += piece;
    // A line may end in CR LF, and the piece between the two.
    const blocks = rest.replaceAll("\r\n", "\n").split("\n\n");
    rest = blocks.pop() ?? "";
    if (rest.length > CHARACTERS_MAX) throw new RangeError("A message does not end.");
    return blocks.flatMap(toMessage);
  };
}

function toMessage(block: string): SseMessage[] {
  const fields = block.split("\n").map((line) => {
    const [, name = "", value = ""] = /^([^:]*):? ?(.*)$/.exec(line) ?? [];
    return { name, value };
  });
  const data = fields.filter(({ name }) => name === "data").map(({ value }) => value);
  const event = fields.findLast(({ name }) => name === "event")?.value ?? "message";
  return data.length > 0 ? [{ event, data: data.join("\n") }] : [];
}
