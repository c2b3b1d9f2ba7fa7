// Two people and a colleague: what one wrote passes to the next, who left gets nothing new, the
// colleague reads along by choice, and a server that swaps a key is found out (Must show 3).
import assert from "node:assert/strict";
import test, { after } from "node:test";
import { closeBrowser, LANGUAGES, visit } from "./browser.mjs";
import { hold, shot } from "./look.mjs";
import { lend, openVault } from "./vault.mjs";
import { canStart, startVeer } from "./veer.mjs";

const PASSPHRASE = "vier losse woorden hier";
const opened = (page) => page.locator("veer-notes[data-face=room]").waitFor();
const words = (page) => page.locator("veer-notes [data-part=list]").innerText();
const waiting = (page) => page.locator("veer-keys section.card");

const ask = (page, path) =>
  page.evaluate(async (at) => {
    const answer = await fetch(at, { headers: { accept: "application/json" } });
    return { status: answer.status, body: await answer.json().catch(() => null) };
  }, path);

/** Presses what leads to another page. */
async function press(page, button) {
  await Promise.all([page.waitForEvent("load"), button.click()]);
}

async function write(page, text) {
  await page.locator("#notes-text").fill(text);
  await page.locator("[data-do=save]").click();
  await page.locator("veer-notes[data-said=saved]").waitFor();
}

/** Lets somebody of the demo in by an invitation from its administrator. */
async function invite(admin, origin, person, visitor, login) {
  await admin.goto(`${origin}/desk`);
  const submit = (id) => {
    const form = document.createElement("form");
    form.method = "post";
    form.action = "/desk/invite";
    const field = document.createElement("input");
    field.name = "person";
    field.value = id;
    form.append(field);
    document.body.append(form);
    setTimeout(() => form.submit());
  };
  await Promise.all([admin.waitForURL(/invite/), admin.evaluate(submit, person)]);
  await visitor.goto(await admin.locator("#link").inputValue());
  await visitor.locator("#login").fill(login);
  await visitor.locator("#passphrase").fill(PASSPHRASE);
  await press(visitor, visitor.locator("form.stack button.primary"));
}

if (!canStart()) {
  test("keys", { skip: "no binary: cargo build, or VEER_BIN" });
} else {
  after(closeBrowser);
  for (const lang of LANGUAGES) {
    const viewport = lang === "nl" ? "phone" : "desktop";
    test(`a hand-over between two browsers: ${lang}`, { timeout: 240_000 }, async () => {
      const veer = await startVeer();
      const visitors = await Promise.all([0, 1, 2, 3].map(() => visit({ lang, viewport })));
      const [a, b, c, admin] = visitors.map(({ page }) => page);
      const look = async (page, name) => {
        await hold(page, {});
        await shot(page, `keys-${name}-${lang}-${viewport}`);
      };
      try {
        // A makes a vault, takes a case and writes.
        await a.goto(veer.byRole("supporter").url);
        await openVault(a);
        await a.goto(`${veer.origin}/support`);
        await press(a, a.locator("form[action$='/take'] button").first());
        const address = new URL(a.url()).pathname;
        const circle = address.split("/").at(-1);
        await opened(a);
        await write(a, "wat A opschreef");
        const before = await ask(a, `/sealed/${circle}`);
        const colleague = before.body.people.find(({ part }) => part === "colleague");

        // A hands over to somebody of the list, who never opened Veer before and is no coordinator:
        // that role is asked below.
        await a.goto(`${veer.origin}${address}/hand-over`);
        const others = a.locator("label:has(input[name=to]:not([value=team]))");
        const choice = others.filter({ hasNotText: "Karin" }).first().locator("input");
        const next = await choice.getAttribute("value");
        await choice.check();
        await press(a, a.locator("main form:has(input[name=to]) button").last());
        assert.equal(new URL(a.url()).pathname, "/support");
        await admin.goto(veer.byRole("admin").url);

        // B has no vault yet: A is told so, and nothing is given.
        await a.locator("veer-keys .note", { hasText: /kluis|vault/ }).last().waitFor();
        await look(a, "1-no-vault");

        await invite(admin, veer.origin, next, b, "opvanger-b");
        await openVault(b);
        await b.goto(`${veer.origin}${address}`);
        await opened(b);
        assert.doesNotMatch(await words(b), /wat A opschreef/, "not before the key is given");
        await write(b, "wat B meteen schreef");
        const own = await ask(b, `/sealed/${circle}`);
        assert.equal(own.body.keys.length, 2, "the key was replaced at once, without A's help");

        // A gives the key with one tap, to the number that is shown.
        await a.reload();
        await waiting(a).first().waitFor();
        await look(a, "2-give");
        assert.equal((await ask(a, `/sealed/${circle}`)).status, 404, "A, removed, gets no notes");
        const task = await ask(a, "/sealed/tasks");
        assert.equal(task.body[0].wraps.length, 1, "A holds the first key and not the second");
        assert.equal("notes" in task.body[0], false);
        await waiting(a).first().locator("button").click();
        await a.locator("veer-keys [data-part=said]:not(:empty)").waitFor();
        assert.deepEqual((await ask(a, "/sealed/tasks")).body, [], "and then holds nothing");

        await b.reload();
        await opened(b);
        await b.getByText("wat A opschreef").waitFor();
        assert.match(await words(b), /wat B meteen schreef/);

        // The colleague reads along by choice.
        await invite(admin, veer.origin, colleague.id, c, "collega-c");
        await c.goto(`${veer.origin}/me`);
        assert.equal((await ask(c, `/sealed/${circle}`)).status, 404, "not before they choose it");
        await look(c, "3-choice");
        await press(c, c.locator("form[action='/me/notes'] button[value=on]"));
        await openVault(c);
        await c.goto(`${veer.origin}/me`);
        await look(c, "4-waits");

        // First a server hands B another recipient in the colleague's place.
        await b.goto(`${veer.origin}/support`);
        await waiting(b).first().waitFor();
        await b.goto("about:blank");
        const swap = async (route) => {
          const answer = await route.fetch();
          const tasks = await answer.json();
          for (const each of tasks) for (const person of each.people) if (person.id === colleague.id) person.keys = swapped;
          await route.fulfill({ response: answer, json: tasks });
        };
        const swapped = await otherKeys(b, veer.origin, before.body.org, colleague.id);
        await b.route("**/sealed/tasks", swap);
        const given = [];
        b.on("request", (request) => request.url().endsWith("/wraps") && given.push(request.url()));
        await b.goto(`${veer.origin}/support`);
        await b.locator("veer-keys dl.pairs").waitFor();
        await look(b, "5-changed");
        assert.equal(await b.locator("veer-keys button.primary").count(), 0, "no key for a changed key");
        assert.deepEqual(given, []);
        await b.unroute("**/sealed/tasks", swap);

        await b.reload();
        await waiting(b).first().locator("button").click();
        await b.locator("veer-keys [data-part=said]:not(:empty)").waitFor();
        await c.goto(`${veer.origin}/me/notes`);
        await c.getByText("wat A opschreef").waitFor();
        assert.match(await words(c), /wat B meteen schreef/);
        await look(c, "6-reads");

        // A server that forgets whose keys B saw is told apart from a first day: nothing opens.
        const forgetful = async (route) => {
          const answer = await route.fetch();
          await route.fulfill({ response: answer, json: { ...(await answer.json()), pins: null } });
        };
        await b.route("**/vault/state", forgetful);
        await b.goto(`${veer.origin}${address}`);
        await b.locator("veer-notes[data-face=failed]").waitFor();
        assert.match(await b.locator("veer-notes [data-part=say]").innerText(), /back-up|backup/);
        await look(b, "7-older");
        await b.goto(`${veer.origin}/vault`);
        await b.locator("[data-part=older] button").waitFor();
        await look(b, "8-go-on");
        await b.locator("[data-part=older] button").click();
        await b.locator("[data-part=older] button").waitFor({ state: "hidden" });
        await b.unroute("**/vault/state", forgetful);

        // The colleague stops: their key is erased, and the next note has another.
        await c.goto(`${veer.origin}/me`);
        await press(c, c.locator("form[action='/me/notes'] button[value=off]"));
        assert.equal((await ask(c, `/sealed/${circle}`)).status, 404);
        await b.goto(`${veer.origin}${address}`);
        await opened(b);
        await write(b, "daarna");
        assert.equal((await ask(b, `/sealed/${circle}`)).body.keys.length, 3);

        // Those around the work find nothing, on any route.
        for (const role of ["coordinator", "manager", "admin"]) {
          await admin.goto(veer.byRole(role).url);
          for (const path of [`/sealed/${circle}`, "/sealed/0199f0f0-0000-7000-8000-000000000000"]) {
            assert.equal((await ask(admin, path)).status, 404, `${role} ${path}`);
          }
        }
      } catch (error) {
        for (const [at, page] of [a, b, c].entries()) await shot(page, `FAILED-keys-${at}-${lang}`).catch(() => {});
        throw error;
      } finally {
        await Promise.all(visitors.map(({ context }) => context.close()));
        await veer.stop();
      }
      const complaints = visitors.flatMap((visitor) => visitor.complaints);
      assert.deepEqual(complaints, []);
    });
  }
}

/** Keys that somebody made up and bound to another's name. */
async function otherKeys(page, origin, org, person) {
  await page.goto(`${origin}/help`);
  await lend(page);
  return page.evaluate(async ([inOrg, as]) => {
    const { makeIdentity, keysOf } = globalThis.veerTest;
    return keysOf(await makeIdentity(inOrg, as, 1));
  }, [org, person]);
}
