// Finds a phrase in bytes however it may have been written there.
import { createReadStream } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";

/** A phrase in the ways in which a program may keep it. */
export function needles(phrase) {
  const utf8 = Buffer.from(phrase, "utf8");
  const forms = {
    "UTF-8": utf8,
    "UTF-16LE": Buffer.from(phrase, "utf16le"),
    hex: Buffer.from(utf8.toString("hex")),
    HEX: Buffer.from(utf8.toString("hex").toUpperCase()),
    percent: Buffer.from(encodeURIComponent(phrase)),
    form: Buffer.from(new URLSearchParams({ p: phrase }).toString().slice(2)),
    JSON: Buffer.from(escaped(phrase)),
    HTML: Buffer.from(phrase.replaceAll("&", "&amp;").replaceAll("'", "&#39;").replaceAll('"', "&quot;")),
  };
  for (const shift of [0, 1, 2]) {
    for (const alphabet of ["base64", "base64url"]) forms[`${alphabet}+${shift}`] = base64(utf8, shift, alphabet);
  }
  const unique = new Map();
  for (const [form, bytes] of Object.entries(forms)) {
    const key = bytes.toString("latin1");
    if (!unique.has(key)) unique.set(key, { phrase, form, bytes });
  }
  return [...unique.values()];
}

/** Bytes that are searched as they are: a seed, a key. */
export function secretNeedles(name, bytes) {
  const raw = Buffer.from(bytes);
  return [
    { phrase: name, form: "raw", bytes: raw },
    { phrase: name, form: "hex", bytes: Buffer.from(raw.toString("hex")) },
    ...[0, 1, 2].map((shift) => ({ phrase: name, form: `base64+${shift}`, bytes: base64(raw, shift, "base64") })),
  ];
}

function escaped(phrase) {
  return JSON.stringify(phrase).slice(1, -1).replace(/[^\x20-\x7e]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

// In base64 a text looks different after 0, 1 or 2 bytes; the letters at the edges mix with neighbours.
function base64(bytes, shift, alphabet) {
  const text = Buffer.concat([Buffer.alloc(shift), bytes]).toString(alphabet).replaceAll("=", "");
  const start = Math.ceil((shift * 8) / 6);
  const whole = Math.floor(((shift + bytes.length) * 8) / 6);
  return Buffer.from(text.slice(start, whole));
}

/** What of the needles stands in the bytes. */
export function found(bytes, wanted) {
  const hay = Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes);
  return wanted.filter((needle) => hay.includes(needle.bytes)).map(({ phrase, form }) => ({ phrase, form }));
}

/** Searches pieces that follow each other, also across their edges. */
export class Search {
  constructor(wanted) {
    this.wanted = wanted;
    this.longest = Math.max(...wanted.map(({ bytes }) => bytes.length));
    this.hits = new Map();
    this.bytes = 0;
    this.tail = Buffer.alloc(0);
  }

  /** The next piece; `gap` when it does not follow the one before. */
  take(piece, { gap = false } = {}) {
    const hay = gap ? piece : Buffer.concat([this.tail, piece]);
    this.bytes += piece.length;
    for (const hit of found(hay, this.wanted)) this.hits.set(`${hit.phrase}\n${hit.form}`, hit);
    this.tail = Buffer.from(hay.subarray(Math.max(0, hay.length - this.longest + 1)));
  }

  result() {
    return { bytes: this.bytes, hits: [...this.hits.values()] };
  }
}

/** Searches every file below a folder, or one file. */
export async function searchFiles(path, wanted) {
  const total = { bytes: 0, files: 0, hits: [] };
  for (const file of await files(path)) {
    const search = new Search(wanted);
    for await (const piece of createReadStream(file, { highWaterMark: 4 << 20 })) search.take(piece);
    const { bytes, hits } = search.result();
    total.bytes += bytes;
    total.files += 1;
    total.hits.push(...hits.map((hit) => ({ ...hit, where: file })));
  }
  return total;
}

async function files(path) {
  const kind = await stat(path);
  if (kind.isFile()) return [path];
  const entries = await readdir(path, { withFileTypes: true, recursive: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath ?? entry.path, entry.name));
}
