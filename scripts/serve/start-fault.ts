/** Something that whoever starts the desk can put right: told in plain lines, without a stack. */
export class StartFault extends Error {
  readonly lines: readonly string[];

  constructor(...lines: string[]) {
    super(lines.join("\n"));
    this.name = "StartFault";
    this.lines = lines;
  }
}
