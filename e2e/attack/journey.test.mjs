// After a supporter's evening: what was said is nowhere but in the vault. On both engines.
//
// Each place is searched for every planted phrase in every writing, and for the vault words, the
// person's identity and the signer's seed. A control of the process plane is found in the same
// places by the same search, or the search would prove nothing.
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test, { after, before, describe } from "node:test";
import { binary, canStart, startVeer } from "../veer.mjs";
import { searchMemory } from "./memory.mjs";
import { startProxy } from "./proxy.mjs";
import { ask, candidates, canRead, plain, readerProgram, sealedFiles } from "./reader.mjs";
import { found, needles, searchFiles, secretNeedles } from "./search.mjs";
import { exportCase, lock, makeVault, openBrowser, planAnnual, writeAnnual, writeNotes } from "./supporter.mjs";

const reader = readerProgram(binary());
const url = process.env.VEER_TEST_POSTGRES_URL;
const program = (name) => (process.env.VEER_POSTGRES_PROGRAMS ? join(process.env.VEER_POSTGRES_PROGRAMS, name) : name);

for (const engine of ["SQLite", "PostgreSQL"]) {
  const missing = !canStart() ? "no binary: cargo build, or VEER_BIN" : engine === "PostgreSQL" && !url ? "no VEER_TEST_POSTGRES_URL" : false;
  describe(`the evening on ${engine}`, { skip: missing }, () => evening(engine));
}

function evening(engine) {
  const postgres = engine === "PostgreSQL";
  const database = `veer_attack_${process.pid}`;
  let home, veer, proxy, browser, haul;
  const said = {};

  before(async () => {
    home = await mkdtemp(join(tmpdir(), "veer-attack-"));
    const profile = join(home, "profile");
    const env = { VEER_LOG: "trace" };
    if (postgres) {
      execFileSync(program("psql"), [url, "-qc", `CREATE DATABASE ${database}`]);
      env.VEER_DATABASE_URL = databaseUrl(database);
    }
    veer = await startVeer({ env });
    proxy = await startProxy(veer.origin);
    browser = await openBrowser(profile);
    browser.setDefaultTimeout(30_000);
    const page = await browser.newPage();
    const supporter = veer.byRole("supporter");
    said.control = supporter.name;
    await page.goto(proxy.through(veer.byRole("coordinator").url));
    said.planned = await planAnnual(page, proxy.origin, supporter.name);
    await page.goto(proxy.through(supporter.url));
    said.words = await makeVault(page, proxy.origin);
    const { planted, address } = await writeNotes(page, proxy.origin);
    said.planted = planted;
    if (said.planned) said.planted.annual = await writeAnnual(page, proxy.origin);
    // a page later, so that what is kept between pages is put to the test too
    await page.goto(address);
    await page.locator("veer-notes[data-face=room]").waitFor();
    await mkdir(join(home, "export"));
    said.exported = await exportCase(page, address, join(home, "export"));
    haul = dumpOf(postgres, database, veer.folder);
    said.secrets = secretsOf(said.words, proxy.traffic(), haul);
    said.memory = await searchMemory(veer.pid, [...wanted(said), ...needles(said.control)]);
    await lock(page);
    await browser.close();
    browser = undefined;
  }, { timeout: 900_000 });

  after(async () => {
    await browser?.close();
    await proxy?.stop();
    await veer?.stop();
    if (postgres) spawnSync(program("psql"), [url, "-qc", `DROP DATABASE IF EXISTS ${database} WITH (FORCE)`]);
    if (home) await rm(home, { recursive: true, force: true });
  });

  const nothing = (hits) => assert.deepEqual(hits, []);
  const control = (bytes, where) => assert.ok(found(bytes, needles(said.control)).length > 0, `the control is found in ${where}`);

  test("every field of a note was planted", () => {
    for (const field of ["note", "corrected", "second", "draft"]) assert.ok(said.planted[field], field);
    assert.equal(said.words.split(" ").length, 8);
  });

  test("the yearly talk was planned, and planted too", () => {
    assert.ok(said.planned, "the coordinator plans the talk");
    assert.ok(said.planted.annual, "the supporter's page of the yearly talk has its sealed record");
  });

  test("the database files and the write-ahead log hold none of it", { skip: postgres && "a dump is searched" }, async () => {
    const { hits, bytes } = await searchFiles(veer.folder, wanted(said));
    console.log(`  ${bytes} bytes of files`);
    nothing(hits);
    assert.ok((await searchFiles(veer.folder, needles(said.control))).hits.length > 0, "the control is found in the files");
  });

  test("a pg_dump holds none of it", { skip: !postgres && "PostgreSQL alone" }, () => {
    console.log(`  ${haul.length} bytes of dump`);
    nothing(found(haul, wanted(said)));
    control(haul, "the dump");
  });

  test("the log at trace level holds none of it", async () => {
    const log = Buffer.from(veer.log.join(""));
    console.log(`  ${log.length} bytes of log`);
    nothing(found(log, wanted(said)));
    assert.match(log.toString(), /"level":"TRACE"/, "the log is at trace level");
  });

  test("the server's whole memory holds none of it", () => {
    const { hits, bytes, regions } = said.memory;
    console.log(`  ${bytes} bytes in ${regions} regions`);
    nothing(hits.filter(({ phrase }) => phrase !== said.control));
    assert.ok(hits.some(({ phrase }) => phrase === said.control), "the control is found in the memory");
  });

  test("the traffic holds none of it, the vault words least of all", () => {
    const traffic = proxy.traffic();
    console.log(`  ${traffic.length} bytes of traffic`);
    nothing(found(traffic, wanted(said)));
    control(traffic, "the traffic");
  });

  test("the export is whole, and holds none of it in clear", async () => {
    const result = spawnSync(binary(), ["verify-export", join(home, "export")]);
    assert.equal(result.status, 0, String(result.stdout) + String(result.stderr));
    nothing((await searchFiles(join(home, "export"), wanted(said))).hits);
  });

  const backs = canStart() && spawnSync(binary(), ["backup", "--help"]).status === 0;
  test("a backup holds none of it, sealed or opened", { skip: !backs && "no veer backup yet" }, async () => {
    const { Decrypter, generateX25519Identity, identityToRecipient } = await library();
    const offline = await generateX25519Identity();
    const file = join(home, "veer.backup");
    const where = postgres ? { VEER_DATABASE_URL: databaseUrl(database) } : { VEER_DATA_DIR: dataFolder(veer.folder) };
    const result = spawnSync(binary(), ["backup", file, "--recipient", await identityToRecipient(offline)], { env: { ...process.env, ...where } });
    assert.equal(result.status, 0, String(result.stderr));
    const sealed = readFileSync(file);
    nothing(found(sealed, [...wanted(said), ...needles(said.control)]));
    const age = new Decrypter();
    age.addIdentity(offline);
    const opened = Buffer.from(await age.decrypt(new Uint8Array(sealed)));
    console.log(`  ${sealed.length} bytes of backup, ${opened.length} opened`);
    nothing(found(opened, wanted(said)));
    control(opened, "the opened backup");
  });

  test("after lock the browser's folder yields no identity", async () => {
    const { hits, bytes } = await searchFiles(join(home, "profile"), [...wanted(said), ...needles("AGE-SECRET-KEY-PQ-1")]);
    console.log(`  ${bytes} bytes of profile`);
    // the script in the browser's cache names the kind of key; a key itself it does not hold
    nothing(hits.filter(({ phrase }) => phrase !== "AGE-SECRET-KEY-PQ-1"));
    for (const key of candidates(await allBytes(join(home, "profile")))) assert.notEqual(key, said.secrets.identity);
  });

  test("with every server secret and the whole database nothing opens", { skip: !canRead(reader) && "no reader: cargo build --examples" }, () => {
    const files = sealedFiles(Buffer.concat([haul, proxy.traffic()]));
    assert.ok(files.length >= 8, `${files.length} sealed files were found`);
    const secrets = Buffer.concat([haul, Buffer.from(veer.log.join("")), Buffer.from(JSON.stringify(process.env))]);
    const keys = candidates(secrets);
    const answers = ask(reader, files.flatMap((file) => keys.map((identity) => ({ file, identity }))));
    console.log(`  ${files.length} files, ${keys.length} keys tried on each`);
    assert.ok(keys.length > 10, "there were secrets to try");
    assert.equal(answers.filter((answer) => answer.plain !== undefined).length, 0);
  });

  test("with the member's vault words every note opens", { skip: !canRead(reader) && "no reader: cargo build --examples" }, async () => {
    const files = sealedFiles(Buffer.concat([haul, proxy.traffic()]));
    const byVault = ask(reader, files.map((file) => ({ file, identity: said.secrets.identity }))).map(plain).filter(Boolean);
    const circles = byVault.filter((text) => text.includes("veer-circle-key/1")).map((text) => JSON.parse(text).identity);
    assert.ok(circles.length >= 1, "the keys of the circles open");
    const byCircle = circles.flatMap((identity) => ask(reader, files.map((file) => ({ file, identity }))).map(plain).filter(Boolean));
    const all = [...byVault, ...byCircle].map(spoken).join("\n");
    for (const [field, words] of Object.entries(said.planted)) if (words) assert.ok(all.includes(words), `${field} opens`);
    const exported = said.exported.find((path) => path.endsWith(".age"));
    const [opened] = ask(reader, [{ file: readFileSync(exported).toString("base64"), identity: said.secrets.identity }]);
    assert.ok(plain(opened)?.includes(said.planted.corrected), "so does the export, by the identity alone");
  });
}

/** What must be nowhere: the phrases, the words, the identity, the seed. */
function wanted({ planted, words, secrets }) {
  const phrases = Object.values(planted).filter(Boolean).flatMap(needles);
  const listed = words.split(" ");
  const several = [0, 3, 5].flatMap((at) => [" ", "\n", ",", '","'].flatMap((by) => needles(listed.slice(at, at + 3).join(by))));
  return [...phrases, ...several, ...needles(secrets.identity), ...secretNeedles("signing seed", secrets.seed)];
}

/** The person's own secrets, by the words and the lock that passed: what only they can do. */
function secretsOf(words, traffic, haul) {
  assert.ok(canRead(reader), "the independent reader is built (cargo build --examples)");
  for (const file of sealedFiles(Buffer.concat([haul, traffic]))) {
    if (!Buffer.from(file.slice(0, 60), "base64").toString().includes("scrypt")) continue;
    const identity = plain(ask(reader, [{ file, words }])[0]);
    if (!identity) continue;
    const seed = Buffer.from(/signing-seed: (\S+)/.exec(identity)[1], "base64");
    return { identity: identity.trim().split("\n").at(-1), seed };
  }
  throw new Error("no lock opens with the vault words");
}

function databaseUrl(name) {
  const address = new URL(url);
  address.pathname = `/${name}`;
  return address.href;
}

/** The whole database: a dump, or the files themselves. */
function dumpOf(postgres, database, folder) {
  if (postgres) return execFileSync(program("pg_dump"), [databaseUrl(database)], { maxBuffer: 1 << 30 });
  const list = execFileSync("find", [folder, "-type", "f"]).toString().trim().split("\n");
  return Buffer.concat(list.map((file) => readFileSync(file)));
}

/** A note's words out of its signed payload; other text as it is. */
function spoken(text) {
  try {
    const told = JSON.parse(text);
    const payload = typeof told.payload === "string" ? JSON.parse(told.payload) : told;
    return payload.body?.text ?? text;
  } catch {
    return text;
  }
}

/** The sealing library of the pages, for the operator's own, older kind of key. */
function library() {
  return import(new URL("../../web/node_modules/age-encryption/dist/index.js", import.meta.url));
}

/** The demo's own folder below the one that was given to it. */
function dataFolder(folder) {
  return execFileSync("find", [folder, "-maxdepth", "1", "-name", "veer-demo-*"]).toString().trim().split("\n")[0];
}

async function allBytes(folder) {
  const list = execFileSync("find", [folder, "-type", "f"]).toString().trim().split("\n");
  return Buffer.concat(list.filter(existsSync).map((file) => readFileSync(file)));
}
