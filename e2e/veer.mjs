// Starts `veer demo` as a visitor would, and reads the sign-in links that it prints.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createServer } from "node:net";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { ended } from "./browser.mjs";

const START_MS = 60_000;

/** The binary under test: VEER_BIN, else the debug build of this tree. */
export function binary() {
  const target = process.env.CARGO_TARGET_DIR ?? fileURLToPath(new URL("../target", import.meta.url));
  return process.env.VEER_BIN ?? join(target, "debug", "veer");
}

/** Whether there is a binary to test; the smoke test of the style does without. */
export const canStart = () => existsSync(binary());

/**
 * Starts the demo in a folder and at a port of its own and waits for its links: after a line that
 * starts with `Veer demo`, one line `role<TAB>name<TAB>url` for each role.
 */
export async function startVeer({ env = {} } = {}) {
  const { child, folder, log, stop } = await run(["demo", "--listen", "127.0.0.1:0"], env);
  try {
    const people = await links(child, log);
    const origin = new URL(people[0].url).origin;
    const byRole = (role) => {
      const person = people.find((each) => each.role === role);
      if (!person) throw new Error(`the demo prints no link for ${role}`);
      return person;
    };
    const end = () => {
      ended.add(origin);
      return stop();
    };
    return { origin, people, byRole, log, stop: end, folder, pid: child.pid };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Starts an empty installation, which waits for its set-up, and tells where its code lies. */
export async function startEmpty() {
  const port = await freePort();
  const origin = `http://localhost:${port}`;
  const { child, log, stop, folder } = await run(["serve", "--listen", `127.0.0.1:${port}`]);
  child.stdout.resume();
  const until = Date.now() + START_MS;
  for (;;) {
    const healthy = await fetch(`${origin}/healthz`).then((answer) => answer.ok, () => false);
    if (healthy) return { origin, folder, log, stop };
    if (child.exitCode !== null || Date.now() > until) {
      await stop();
      throw new Error(`veer serve does not answer\n${log.join("").slice(-2_000)}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function run(args, env = {}) {
  const folder = await mkdtemp(join(tmpdir(), "veer-e2e-"));
  const child = spawn(binary(), args, {
    env: { ...process.env, VEER_DATA_DIR: folder, TMPDIR: folder, ...env }, // the demo's folder too
    stdio: ["ignore", "pipe", "pipe"],
  });
  const log = [];
  child.stderr.on("data", (chunk) => log.push(String(chunk)));
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill("SIGTERM");
      const patience = setTimeout(() => child.kill("SIGKILL"), 10_000);
      await new Promise((resolve) => child.once("exit", resolve));
      clearTimeout(patience);
    }
    await rm(folder, { recursive: true, force: true });
  };
  return { child, folder, log, stop };
}

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

function links(child, log) {
  return new Promise((resolve, reject) => {
    const people = [];
    const fail = (why) => reject(new Error(`veer demo ${why}\n${log.join("").slice(-2_000)}`));
    const patience = setTimeout(() => fail(`printed no links within ${START_MS / 1000} s`), START_MS);
    let quiet;
    const done = () => {
      clearTimeout(patience);
      resolve(people);
    };
    createInterface({ input: child.stdout }).on("line", (line) => {
      log.push(`${line}\n`);
      const [role, name, url] = line.split("\t").map((part) => part.trim());
      if (!url?.startsWith("http")) return;
      people.push({ role, name, url });
      clearTimeout(quiet);
      quiet = setTimeout(done, 300); // the links come in one go
    });
    child.once("error", (error) => fail(`did not start: ${error.message}`));
    child.once("exit", (code) => fail(`stopped with ${code}`));
  });
}
