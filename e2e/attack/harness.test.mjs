// The search itself: it finds what is planted, in every writing and place, or the suite proves nothing.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import { searchMemory } from "./memory.mjs";
import { startProxy } from "./proxy.mjs";
import { found, needles, Search, searchFiles, secretNeedles } from "./search.mjs";

const PHRASE = 'stille "één" zeehond & 4821';
const wanted = needles(PHRASE);
const forms = (bytes) => found(bytes, wanted).map(({ form }) => form);

test("a phrase is found however it was written", () => {
  const utf8 = Buffer.from(PHRASE);
  assert.deepEqual(forms(`x${PHRASE}y`), ["UTF-8"]);
  assert.deepEqual(forms(Buffer.from(`x${PHRASE}y`, "utf16le")), ["UTF-16LE"]);
  assert.deepEqual(forms(utf8.toString("hex")), ["hex"]);
  assert.deepEqual(forms(utf8.toString("hex").toUpperCase()), ["HEX"]);
  assert.ok(forms(encodeURIComponent(PHRASE)).includes("percent"));
  assert.ok(forms(new URLSearchParams({ a: PHRASE }).toString()).includes("form"));
  assert.ok(forms(String.raw`{"a":"stille \"\u00e9\u00e9n\" zeehond & 4821"}`).includes("JSON"));
  assert.ok(forms("stille &quot;één&quot; zeehond &amp; 4821").includes("HTML"));
  assert.deepEqual(forms("stille zeehond 4821"), []);
});

test("a phrase is found in base64 behind any number of bytes", () => {
  for (let before = 0; before < 7; before += 1) {
    for (let after = 0; after < 4; after += 1) {
      const text = Buffer.from("a".repeat(before) + PHRASE + "b".repeat(after));
      for (const alphabet of ["base64", "base64url"]) assert.ok(forms(text.toString(alphabet)).length > 0, `${before} ${after}`);
    }
  }
});

test("a seed is found raw, in hex and in base64", () => {
  const seed = crypto.getRandomValues(new Uint8Array(32));
  const search = secretNeedles("seed", seed);
  assert.ok(found(seed, search).some(({ form }) => form === "raw"));
  assert.ok(found(Buffer.from(seed).toString("hex"), search).length > 0);
  assert.ok(found(Buffer.concat([Buffer.from([1]), seed]).toString("base64"), search).length > 0);
  assert.equal(found(crypto.getRandomValues(new Uint8Array(4000)), search).length, 0);
});

test("a phrase across the edge of two pieces is found", () => {
  const search = new Search(wanted);
  for (const letter of Buffer.from(`....${PHRASE}....`)) search.take(Buffer.from([letter]));
  assert.equal(search.result().hits.length, 1);
});

test("files below a folder are searched", async () => {
  const folder = await mkdtemp(join(tmpdir(), "veer-attack-"));
  try {
    await writeFile(join(folder, "a"), Buffer.alloc(5 << 20));
    assert.equal((await searchFiles(folder, wanted)).hits.length, 0);
    const far = Buffer.alloc(9 << 20);
    far.write(PHRASE, (8 << 20) - 5);
    await writeFile(join(folder, "b"), far);
    const { hits, files } = await searchFiles(folder, wanted);
    assert.deepEqual([files, hits.length, hits[0].where], [2, 1, join(folder, "b")]);
  } finally {
    await rm(folder, { recursive: true });
  }
});

test("the memory of a process is searched, and it goes on afterwards", async () => {
  // the child makes the phrase of two halves, so that it stands in no file and no argument
  const [half, rest] = [PHRASE.slice(0, 9), PHRASE.slice(9)];
  const program = `globalThis.kept = Buffer.from(process.argv[1] + process.argv[2]); console.log("kept"); process.stdin.on("data", () => console.log("on"));`;
  const child = spawn(process.execPath, ["-e", program, half, rest], { stdio: ["pipe", "pipe", "inherit"] });
  const told = () => new Promise((resolve) => child.stdout.once("data", (text) => resolve(String(text).trim())));
  try {
    assert.equal(await told(), "kept");
    const { hits, bytes, regions } = await searchMemory(child.pid, [...wanted, ...needles("a phrase that nobody said 7291")]);
    assert.ok(hits.some(({ phrase, form }) => phrase === PHRASE && form === "UTF-8"), "it is found");
    assert.ok(bytes > 1e6 && regions > 10, `${bytes} bytes in ${regions} regions`);
    assert.ok(hits.every(({ phrase }) => phrase === PHRASE), "and nothing else is");
    const answer = told();
    child.stdin.write("x\n");
    assert.equal(await answer, "on");
  } finally {
    child.kill("SIGKILL");
  }
});

test("what passes the proxy is kept, both ways", async () => {
  const server = createServer((asked, answer) => {
    let body = "";
    asked.on("data", (piece) => (body += piece));
    asked.on("end", () => answer.setHeader("x-said", "header-of-the-answer").end(`answer to ${body.length}: ${asked.headers["accept-encoding"]}`));
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const proxy = await startProxy(`http://localhost:${server.address().port}`);
  try {
    const answer = await fetch(`${proxy.origin}/path?query=1`, { method: "POST", body: PHRASE, headers: { "x-asked": "header-of-the-question" } });
    assert.match(await answer.text(), /^answer to 27: identity$/);
    for (const part of ["/path?query=1", "header-of-the-question", "header-of-the-answer", "answer to 27", PHRASE]) {
      assert.equal(found(proxy.traffic(), needles(part)).some(({ form }) => form === "UTF-8"), true, part);
    }
  } finally {
    await proxy.stop();
    server.close();
  }
});
