// A case's notes to take along: one file that any age tool opens, and a manifest that proves it.
import { seal } from "../seal/age";
import { exportedFile, writeManifest } from "../seal/manifest";
import { inWords, type Words } from "./change";
import type { Thread, Version } from "./read";
import type { Opener } from "./ring";
import type { Circle } from "./wire";

/** The words of the readable file. */
export interface ExportWords extends Pick<Words, "label"> {
  readonly title: string;
  readonly topics: string;
  readonly signs: string;
  readonly broken: string;
  when(at: number): string;
  /** Who wrote it, and that it verified. */
  verified(name: string): string;
  /** That nothing proves who wrote it. */
  readonly unverified: string;
  revision(count: number): string;
  why(code: string): string;
  topic(code: string): string;
}

/** Everything that could be verified, in the order it was written; what could not is named. */
export function markdown(circle: Circle, threads: readonly Thread[], words: ExportWords): string {
  const name = (id: string): string => circle.people.find((person) => person.id === id)?.name ?? id;
  const lines = [`# ${words.title}`, "", `${circle.pseudonym} · ${circle.revision}`, ""];
  for (const { note, versions } of [...threads].reverse()) {
    lines.push(`## ${words.label("slot", versions[0].slot)} · ${words.when(versions.at(-1)?.at ?? 0)}`, "", `\`${note}\``, "");
    for (const version of [...versions].reverse()) {
      lines.push(`### ${words.revision(version.revision)} · ${name(version.author)} · ${words.when(version.at)}`, "");
      lines.push(...said(version, name(version.author), words), "");
    }
  }
  return lines.join("\n");
}

function said(version: Version, name: string, words: ExportWords): string[] {
  if (!version.note) return [`*${words.broken}: ${words.why(version.why)}*`];
  const { text, topics, signs } = version.note.body;
  const proof = version.unverified ? words.unverified : words.verified(name);
  const lines = [...quoted(text), "", `*${proof}* (${version.note.at})`];
  if (topics.length > 0) lines.push("", `${words.topics}:`, ...topics.map((code) => `- ${words.topic(code)}`));
  if (signs.length > 0) {
    lines.push("", `${words.signs}:`);
    for (const sign of signs) {
      const more = inWords(sign, words);
      lines.push(`- ${words.label("sign", sign.sign)}${more && `: ${more}`}`);
    }
  }
  return lines;
}

/** As a quotation, so that no text can pass for a heading of ours. */
const quoted = (text: string): string[] => text.split(/\r\n|\r|\n/).map((line) => `> ${line}`);

/** How many revisions could not be taken along. */
export function left(threads: readonly Thread[]): number {
  return threads.flatMap(({ versions }) => versions).filter((version) => !version.note).length;
}

/** One file of the two. */
export interface Made {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly kind: string;
}

/** Seals the readable text to oneself and signs what belongs to it. */
export async function makeExport(
  circle: Circle,
  threads: readonly Thread[],
  vault: Opener,
  words: ExportWords,
  now: Date,
): Promise<{ readonly file: Made; readonly manifest: Made }> {
  const name = `veer-${circle.pseudonym}.age`;
  const bytes = await seal(markdown(circle, threads, words), [vault.recipient]);
  const text = writeManifest(
    {
      org: circle.org,
      circle: circle.circle,
      revision: circle.revision,
      at: now.toISOString(),
      recipient: vault.recipient,
      files: [exportedFile(name, bytes)],
    },
    vault.signer,
  );
  return {
    file: { name, bytes, kind: "application/octet-stream" },
    manifest: {
      name: `veer-${circle.pseudonym}.manifest.json`,
      bytes: new TextEncoder().encode(text),
      kind: "application/json",
    },
  };
}
