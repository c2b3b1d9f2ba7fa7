// Reads the header of an age file before anything is opened (C2SP age v1), to know to what kinds of
// recipient it was sealed. Stricter than the library about what Veer takes; it never sees a key.
import { base64nopad } from "@scure/base";
import { SealError } from "./error.js";

/** One recipient of a file: the arguments of its line and the length of its body. */
export interface Stanza {
  readonly args: readonly string[];
  readonly body: number;
}

const VERSION = "age-encryption.org/v1";
const LINE = 64; // characters of a full body line
const LIMIT = 1 << 20; // a header of ours is a few kilobytes per recipient

/** The recipients that the header of an age file names; `damaged` when it is no such header. */
export function stanzasOf(file: Uint8Array): Stanza[] {
  const lines = new Lines(file);
  if (lines.next() !== VERSION) throw new SealError("damaged");
  const stanzas: Stanza[] = [];
  for (;;) {
    const line = lines.next();
    if (line.startsWith("--- ")) {
      if (decoded(line.slice(4)) !== 32 || stanzas.length === 0) throw new SealError("damaged");
      return stanzas;
    }
    const [arrow, ...args] = line.split(" ");
    if (arrow !== "->" || args.length === 0 || args.includes("")) throw new SealError("damaged");
    stanzas.push({ args, body: body(lines) });
  }
}

function body(lines: Lines): number {
  let bytes = 0;
  for (;;) {
    const line = lines.next();
    if (line.length > LINE) throw new SealError("damaged");
    bytes += decoded(line);
    if (line.length < LINE) return bytes;
  }
}

function decoded(text: string): number {
  try {
    return base64nopad.decode(text).length;
  } catch {
    throw new SealError("damaged");
  }
}

/** The lines of a header: printable ASCII, each ended by a line feed. */
class Lines {
  private at = 0;
  constructor(private readonly file: Uint8Array) {}

  next(): string {
    const end = this.file.indexOf(0x0a, this.at);
    if (end < 0 || end > LIMIT) throw new SealError("damaged");
    const line = this.file.subarray(this.at, end);
    if (line.some((byte) => byte < 0x20 || byte > 0x7e)) throw new SealError("damaged");
    this.at = end + 1;
    return String.fromCharCode(...line);
  }
}
