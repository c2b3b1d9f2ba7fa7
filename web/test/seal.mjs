// The browser's sealing code, bundled as the pages bundle it, for tests in node.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";
import { slim } from "../slim.mjs";

const seal = (name) => `export * from ${JSON.stringify(fileURLToPath(new URL(`../src/seal/${name}.ts`, import.meta.url)))};`;
const MODULES = ["age", "words", "header", "identity", "circle", "note", "manifest", "passkey", "signature", "error"];

/** Bundles `web/src/seal` with the library under it, and loads it. */
export async function loadSeal() {
  const folder = await mkdtemp(join(tmpdir(), "veer-seal-"));
  const outfile = join(folder, "seal.mjs");
  try {
    await build({
      stdin: {
        contents: [...MODULES.map(seal), 'export * as library from "age-encryption";'].join("\n"),
        resolveDir: fileURLToPath(new URL("..", import.meta.url)),
      },
      bundle: true,
      minify: true,
      format: "esm",
      target: ["es2022", "chrome111", "firefox115", "safari16.4"],
      logLevel: "warning",
      plugins: [slim],
      outfile,
    });
    return await import(pathToFileURL(outfile).href);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** A predicate for `assert.rejects` and `assert.throws`: a SealError with one of these codes. */
export function refused(...codes) {
  return (error) => error?.name === "SealError" && codes.includes(error.code);
}
