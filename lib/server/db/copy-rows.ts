import "server-only";

/**
 * Rows in Postgres's binary form of COPY. Each begins with `row`, followed by one value per column. Every
 * engine takes it, and it is neither parsed as text here nor there: a million rows cost a third.
 */
export type CopyRows = {
  row(columns: number): void;
  int2(value: number): void;
  int4(value: number | null): void;
  /** Milliseconds since 1970, for a `timestamptz`. */
  instant(ms: number | null): void;
  /** Without the character of number 0 and halves of surrogate pairs, which Postgres refuses. */
  text(value: string | null): void;
  /** All that was written, with its end. Nothing can be added after that. */
  finish(): Uint8Array<ArrayBuffer>;
};

/** Signature, no flags, no extension of the header. */
const HEADER = Buffer.from("PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0", "latin1");
const END = -1;
const NULL = -1;
/** Postgres counts microseconds from the beginning of 2000. */
const EPOCH_MS = Date.UTC(2000, 0, 1);
const HIGH_WORD = 2 ** 32;
/** More than the parts of any row but its texts. */
const ROW_BYTES = 256;
const UTF8_BYTES_MAX = 3;

/** `bytes` is how much the rows may take; more is made room for. */
export function createCopyRows(bytes: number): CopyRows {
  let buffer = Buffer.allocUnsafeSlow(HEADER.length + bytes + ROW_BYTES);
  let end = HEADER.copy(buffer);

  function makeRoom(needed: number): void {
    if (end + needed <= buffer.length) return;
    const grown = Buffer.allocUnsafeSlow((end + needed) * 2);
    buffer.copy(grown, 0, 0, end);
    buffer = grown;
  }

  function writeNull(): void {
    end = buffer.writeInt32BE(NULL, end);
  }

  return {
    row(columns) {
      makeRoom(ROW_BYTES);
      end = buffer.writeInt16BE(columns, end);
    },
    int2(value) {
      end = buffer.writeInt32BE(2, end);
      end = buffer.writeInt16BE(value, end);
    },
    int4(value) {
      if (value === null) return writeNull();
      end = buffer.writeInt32BE(4, end);
      end = buffer.writeInt32BE(value, end);
    },
    instant(ms) {
      if (ms === null) return writeNull();
      const microseconds = (ms - EPOCH_MS) * 1000;
      const high = Math.floor(microseconds / HIGH_WORD);
      end = buffer.writeInt32BE(8, end);
      end = buffer.writeInt32BE(high, end);
      end = buffer.writeUInt32BE(microseconds - high * HIGH_WORD, end);
    },
    text(value) {
      if (value === null) return writeNull();
      makeRoom(value.length * UTF8_BYTES_MAX + ROW_BYTES);
      const length = buffer.write(value, end + 4, "utf8");
      buffer.writeInt32BE(length, end);
      end += 4 + length;
    },
    finish() {
      end = buffer.writeInt16BE(END, end);
      return buffer.subarray(0, end);
    },
  };
}
