// Lighthouse on the main pages, as who works there: accessibility and best practices have to be 100.
// Its measures of speed are left out: they depend on the machine, and the page benchmark knows them.
import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test, { after, before } from "node:test";
import lighthouse, { desktopConfig } from "lighthouse";
import { chromium } from "playwright-core";
import { canStart, startVeer } from "./veer.mjs";

const PAGES = [
  ["supporter", "/support"],
  ["colleague", "/me"],
  ["coordinator", "/coordinate"],
  ["dispatcher", "/dispatch"],
  ["manager", "/manage"],
  ["admin", "/desk"],
  ["admin", "/guide/coordinator"],
  [null, "/sign-in"],
  [null, "/cards"],
  [null, "/info/waterland"],
];

let veer, browser, port, folder;

const freePort = () => new Promise((resolve) => {
  const server = createServer().listen(0, "127.0.0.1", () => {
    const { port } = server.address();
    server.close(() => resolve(port));
  });
});

before(async () => {
  if (!canStart()) return;
  veer = await startVeer();
  port = await freePort();
  folder = await mkdtemp(join(tmpdir(), "veer-lighthouse-"));
  // Lighthouse opens its own tab: the session has to be the browser's, not a context's.
  browser = await chromium.launchPersistentContext(folder, {
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", `--remote-debugging-port=${port}`],
  });
});

after(async () => {
  await browser?.close();
  await veer?.stop();
  if (folder) await rm(folder, { recursive: true, force: true });
});

for (const [role, path] of PAGES) {
  test(`lighthouse: ${path} of ${role ?? "everybody"}`, { timeout: 120_000, skip: !canStart() && "no binary" }, async () => {
    const page = await browser.newPage();
    await browser.clearCookies();
    if (role) await page.goto(veer.byRole(role).url);
    await page.close();
    const flags = { port, output: "json", logLevel: "error", onlyCategories: ["accessibility", "best-practices"], disableStorageReset: true, throttlingMethod: "provided" };
    const { lhr } = await lighthouse(`${veer.origin}${path}`, flags, role === "supporter" || !role ? undefined : desktopConfig);
    assert.equal(lhr.runtimeError, undefined);
    assert.equal(new URL(lhr.finalDisplayedUrl).pathname, path);
    for (const category of Object.values(lhr.categories)) {
      const refs = category.auditRefs.filter(({ id, weight }) => weight > 0 && (lhr.audits[id].score ?? 1) < 1);
      const why = refs.map(({ id }) => `${id}: ${lhr.audits[id].title} ${JSON.stringify(lhr.audits[id].details?.items?.slice(0, 3) ?? [])}`);
      assert.equal(category.score, 1, `${category.id} ${category.score}\n${why.join("\n").slice(0, 2000)}`);
    }
  });
}
