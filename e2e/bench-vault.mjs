// Opening a case with thirty sealed notes in Chromium: hybrid (what Veer uses) beside X25519, in one
// run, on the code of the pages. Prints median and worst of twenty, the ratio, and the bundle sizes.
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { fileURLToPath, pathToFileURL } from "node:url";
import { browser, closeBrowser } from "./browser.mjs";

const NOTES = 30;
const TIMES = 20;
const web = fileURLToPath(new URL("../web/", import.meta.url));
const { build } = await import(pathToFileURL(`${web}node_modules/esbuild/lib/main.js`).href).then((it) => it.default ?? it);

const parts = ["age", "identity", "circle", "note", "signature"].map((name) => `export * from "./src/seal/${name}.ts";`);
const bundle = await build({
  stdin: { contents: [...parts, 'export * as library from "age-encryption";'].join("\n"), resolveDir: web },
  bundle: true,
  minify: true,
  format: "iife",
  globalName: "seal",
  target: ["es2022"],
  write: false,
});

async function measure({ notes, times }) {
  const { seal } = globalThis;
  const name = { org: "o", circle: "c" };
  const me = await seal.makeIdentity("o", "p", 1);
  const { recipient, signer } = await seal.keysOf(me);
  const circle = await seal.makeCircleKey(name, 1, me.seed, null);
  const wrapped = await seal.wrapCircleKey(circle.key, recipient);
  const body = { text: "Wat er gezegd is, op een halve bladzijde. ".repeat(20), topics: ["sleep"], signs: [] };
  const place = (n) => ({ ...name, note: `n${n}`, revision: 1, slot: "other", author: "p" });
  const written = (n) => ({ ...place(n), at: "2026-08-19T21:04:00Z", body });
  const files = [];
  for (let n = 0; n < notes; n += 1) files.push(await seal.writeNote(written(n), me.seed, circle.recipient));

  // the same with X25519: the same plaintexts, sealed by the same library to the older kind of key
  const { Encrypter, Decrypter, generateX25519Identity, identityToRecipient } = seal.library;
  const [mine, common] = [await generateX25519Identity(), await generateX25519Identity()];
  const to = async (identity, plain) => {
    const age = new Encrypter();
    age.addRecipient(await identityToRecipient(identity));
    return seal.toBase64(await age.encrypt(plain));
  };
  const from = async (identity, file) => {
    const age = new Decrypter();
    age.addIdentity(identity);
    return age.decrypt(seal.fromBase64(file), "text");
  };
  const oldWrap = await to(mine, JSON.stringify({ format: "veer-circle-key/1", identity: common }));
  const oldFiles = [];
  for (const file of files) oldFiles.push(await to(common, await seal.openText(file, circle.key.identity)));

  const hybrid = async () => {
    const key = await seal.unwrapCircleKey(wrapped, me.identity, name, circle);
    for (const [n, file] of files.entries()) await seal.readNote(file, key.identity, place(n), [signer]);
  };
  const x25519 = async () => {
    const { identity } = JSON.parse(await from(mine, oldWrap));
    for (const file of oldFiles) {
      const note = JSON.parse(await from(identity, file));
      // checked in both: the kind of recipient changes the opening alone
      seal.verify(`veer-note/1\n${note.payload}`, note.signature, signer);
      JSON.parse(note.payload);
    }
  };
  const time = async (opening) => {
    const took = [];
    for (let n = 0; n < times + 2; n += 1) {
      const start = performance.now();
      await opening();
      took.push(performance.now() - start);
    }
    const counted = took.slice(2).sort((a, b) => a - b); // the first two warm the engine up
    return { median: (counted[times / 2 - 1] + counted[times / 2]) / 2, worst: counted.at(-1) };
  };
  return { hybrid: await time(hybrid), x25519: await time(x25519) };
}

try {
  const page = await (await browser()).newPage();
  // X25519 in the library uses the browser's own, which needs a secure context
  await page.route("http://localhost:9/", (route) => route.fulfill({ contentType: "text/html", body: "<!doctype html>" }));
  await page.goto("http://localhost:9/");
  await page.evaluate(bundle.outputFiles[0].text + "\nglobalThis.seal = seal;");
  const { hybrid, x25519 } = await page.evaluate(measure, { notes: NOTES, times: TIMES });
  const shown = ({ median, worst }) => `median ${median.toFixed(0)} ms, worst ${worst.toFixed(0)} ms`;
  console.log(`opening a case with ${NOTES} notes in Chromium, ${TIMES} times (key unwrapped, signatures checked):`);
  console.log(`  hybrid (mlkem768x25519)  ${shown(hybrid)}`);
  console.log(`  X25519                   ${shown(x25519)}`);
  console.log(`  ratio of the medians     ${(hybrid.median / x25519.median).toFixed(2)}`);
} finally {
  await closeBrowser();
}

const dist = `${web}dist/`;
console.log("bundles, compressed:");
for (const name of existsSync(dist) ? readdirSync(dist).filter((it) => /\.(js|css)$/.test(it)) : []) {
  const bytes = readFileSync(dist + name);
  console.log(`  ${name.padEnd(16)} ${bytes.length} bytes, gzip ${gzipSync(bytes, { level: 9 }).length}, brotli ${brotliCompressSync(bytes).length}`);
}
