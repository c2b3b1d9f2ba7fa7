// "Two organisations": somebody who works at two signs in once and is at one of them at a time.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { journey } from "./journey.mjs";
import { canStart, startVeer } from "./veer.mjs";

const HERE = "Ambulance Waterland (demo)";
const THERE = "Brandweer Heuvelland (demo)";

if (!canStart()) {
  test("organisations", { skip: "no binary: cargo build, or VEER_BIN" });
} else {
  let veer;
  before(async () => (veer = await startVeer()));
  after(() => veer.stop());

  const walks = [
    { langs: ["nl"], viewports: ["phone"], scripts: [true], schemes: ["dark"] },
    { langs: ["en"], viewports: ["desktop"], scripts: [false] },
    { langs: ["nl"], viewports: ["small"], scripts: [true] },
  ];
  for (const how of walks)
    journey("two organisations", how, async ({ page, context, look }) => {
      const main = () => page.locator("main").textContent();
      const here = () => page.locator(".organisations b").textContent();
      await page.goto(veer.byRole("both").url);
      assert.equal(await here(), HERE);
      const first = await main();
      assert.ok(!first.includes("Imke Sanders"), "nobody of the neighbours");
      await look("here");
      await page.locator(".organisations button").click();
      await page.waitForFunction((there) => document.querySelector(".organisations b")?.textContent === there, THERE);
      const second = await main();
      assert.ok(second.includes("Imke Sanders"), "the neighbours' signal");
      await look("there");
      // What belongs to the first is not there in the second, and says so like anything absent.
      const old = first.match(/Daan|Vermeer|Hoekstra/);
      assert.ok(!old || !second.includes(old[0]));
      const cookies = (await context.cookies()).filter(({ name }) => /veer$|veer-local/.test(name));
      assert.equal(cookies.length, 1, "one session at a time");
      await page.goto(`${veer.origin}/me/organisations`);
      await look("linked");
      await page.locator(".organisations button").click();
      await page.waitForFunction((name) => document.querySelector(".organisations b")?.textContent === name, HERE);
    });

  test("a coordinator of the second sees only their own", { timeout: 60_000 }, async () => {
    const cookie = (await fetch(veer.byRole("neighbour").url, { redirect: "manual" })).headers.get("set-cookie").split(";")[0];
    const read = async (path) => (await fetch(veer.origin + path, { headers: { cookie } })).text();
    const board = await read("/coordinate");
    const paths = new Set(board.match(/\/coordinate\/case\/[^"]+/g));
    assert.equal(paths.size, 1, "the one path that runs there");
    const [path] = paths;
    assert.match(await read(path), /Imke Sanders/);
    assert.doesNotMatch(board, /Daan Vermeer|Sanne Hoekstra|\/organisations\/switch/);
  });
}
