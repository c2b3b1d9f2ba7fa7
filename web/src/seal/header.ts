// Reads the header of an age file before anything is opened (C2SP age v1), to know to what kinds of
// recipient it was sealed. Stricter than the library about what Veer takes; it never sees a key.
import { base64nopad } from "@scure/base";
import { SealError } from "./error.js";

/** One recipient of a file: the arguments of its line and what the line is followed by. */
export interface Stanza {
  readonly args: readonly string[];
  readonly body: Uint8Array;
}

/** A file in its parts. */
export interface Header {
  readonly stanzas: readonly Stanza[];
  readonly mac: Uint8Array;
  /** What the mac is of: from the first byte up to and including `---`. */
  readonly signed: Uint8Array;
  readonly payload: Uint8Array;
}

const VERSION = "age-encryption.org/v1";
const LINE = 64; // characters of a full body line
const LIMIT = 1 << 20; // a header of ours is a few kilobytes per recipient

/** The parts of an age file; `damaged` when it is none. */
export function headerOf(file: Uint8Array): Header {
  const lines = new Lines(file);
  if (lines.next() !== VERSION) throw new SealError("damaged");
  const stanzas: Stanza[] = [];
  for (;;) {
    const start = lines.at;
    const line = lines.next();
    if (line.startsWith("--- ")) {
      const mac = decoded(line.slice(4));
      if (mac.length !== 32 || stanzas.length === 0) throw new SealError("damaged");
      return { stanzas, mac, signed: file.subarray(0, start + 3), payload: file.subarray(lines.at) };
    }
    const [arrow, ...args] = line.split(" ");
    if (arrow !== "->" || args.length === 0 || args.includes("")) throw new SealError("damaged");
    stanzas.push({ args, body: body(lines) });
  }
}

function body(lines: Lines): Uint8Array {
  const bytes: number[] = [];
  for (;;) {
    const line = lines.next();
    if (line.length > LINE) throw new SealError("damaged");
    bytes.push(...decoded(line));
    if (line.length < LINE) return Uint8Array.from(bytes);
  }
}

function decoded(text: string): Uint8Array {
  try {
    return base64nopad.decode(text);
  } catch {
    throw new SealError("damaged");
  }
}

/** The lines of a header: printable ASCII, each ended by a line feed. */
class Lines {
  at = 0;
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
