// Offers the two files of an export as downloads; they are made here and go nowhere else.
import { left, makeExport, type ExportWords, type Made } from "./export";
import type { Parts } from "./parts";
import type { Room } from "./room";

let offered: string[] = [];

/** Makes the files and shows their links. */
export async function offerExport(parts: Parts, room: Room): Promise<void> {
  const { file, manifest } = await makeExport(room.circle, room.threads, room.vault, wordsOf(parts), new Date());
  for (const address of offered) URL.revokeObjectURL(address);
  offered = [link(parts, "file", file), link(parts, "manifest", manifest)];
  const missing = left(room.threads);
  const partly = parts.find("partly");
  if (partly) partly.textContent = parts.say("export-partly", { count: String(missing) });
  parts.show("partly", missing > 0);
  parts.show("files", true);
  parts.find("file")?.focus();
}

function link(parts: Parts, name: string, made: Made): string {
  const address = URL.createObjectURL(new Blob([made.bytes as Uint8Array<ArrayBuffer>], { type: made.kind }));
  const anchor = parts.find<HTMLAnchorElement>(name);
  if (anchor) {
    anchor.href = address;
    anchor.download = made.name;
  }
  return address;
}

function wordsOf(parts: Parts): ExportWords {
  return {
    title: parts.say("export-title"),
    topics: parts.say("export-topics"),
    signs: parts.say("export-signs"),
    broken: parts.say("export-broken"),
    when: (at) => parts.when(at),
    unverified: parts.say("unverified"),
    verified: (name) => parts.say("verified-by", { name }),
    revision: (count) => parts.say("version", { count: String(count) }),
    why: (code) => parts.say(`error-${code}`),
    topic: (code) => parts.label("topic", code),
    label: (family, code) => parts.label(family, code),
  };
}
