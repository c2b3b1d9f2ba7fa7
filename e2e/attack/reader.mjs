// The independent reader (server/tests/independent), asked by lines of JSON; and every file in a haul.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

/** Where the program stands: VEER_READER, else beside the binary under test. */
export function readerProgram(binary) {
  return process.env.VEER_READER ?? join(binary, "../examples/independent-reader");
}

/** Whether it was built. */
export const canRead = (program) => existsSync(program);

/** Answers to questions `{file, identity | words}`: `{plain}` or `{fault}`. */
export function ask(program, questions) {
  const input = questions.map((question) => JSON.stringify(question)).join("\n") + "\n";
  const { stdout, status, error } = spawnSync(program, { input, maxBuffer: 1 << 30 });
  if (error || status !== 0) throw error ?? new Error(`the reader ended with ${status}`);
  return String(stdout).trim().split("\n").map((line) => JSON.parse(line));
}

/** The text of an opened file, or null. */
export const plain = (answer) => (answer.plain === undefined ? null : Buffer.from(answer.plain, "base64").toString("utf8"));

/** Every sealed file in a dump: base64 that begins as age does. */
export function sealedFiles(bytes) {
  const found = bytes.toString("latin1").match(/YWdlLWVuY3J5cHRpb24ub3JnL3Yx[A-Za-z0-9+/]+={0,2}/g) ?? [];
  return [...new Set(found)];
}

const { bech32 } = createRequire(fileURLToPath(new URL("../../web/package.json", import.meta.url)))("@scure/base");

/** Everything in a haul that could be a key: identities as they stand, and every 32 bytes as one. */
export function candidates(bytes) {
  const text = bytes.toString("latin1");
  const keys = new Set(text.match(/AGE-SECRET-KEY-PQ-1[0-9A-Z]{58}/g) ?? []);
  const asKey = (raw) => raw.length === 32 && keys.add(bech32.encodeFromBytes("AGE-SECRET-KEY-PQ-", raw).toUpperCase());
  for (const hex of text.match(/\b[0-9a-f]{64}\b/g) ?? []) asKey(new Uint8Array(Buffer.from(hex, "hex")));
  for (const short of text.match(/(?<![A-Za-z0-9+/_-])[A-Za-z0-9+/_-]{43}(?:=|(?![A-Za-z0-9+/_-]))/g) ?? []) asKey(new Uint8Array(Buffer.from(short, "base64")));
  return [...keys];
}
