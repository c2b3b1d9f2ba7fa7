// What happens beside the straight path: somebody declines and is asked once more, a light turns red,
// a window is missed. Each in one combination; together with the other journeys every one occurs.
import assert from "node:assert/strict";
import test from "node:test";
import { journey } from "./journey.mjs";
import { answered, enter, firstContact, forward, press, signal, take } from "./steps.mjs";
import { canStart, startVeer } from "./veer.mjs";

/** Each journey has a demo of its own: it moves the clock. */
const inDemo = (steps) => async (visit) => {
  const veer = await startVeer();
  try {
    await steps({ ...visit, veer });
  } finally {
    await veer.stop();
  }
};

/** Moves with the Tab key alone until this control has the focus. */
async function tabTo(page, control) {
  for (let key = 0; key < 120; key += 1) {
    if (await control.evaluate((each) => each === document.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`the Tab key does not reach ${control}`);
}

/** Presses a key and waits for the page that answers. */
const answer = (page, key) => answered(page, () => page.keyboard.press(key));

if (!canStart()) {
  test("further journeys", { skip: "no binary: cargo build, or VEER_BIN" });
} else {
  journey("decline", { langs: ["en"], viewports: ["desktop"], schemes: ["dark"] }, inDemo(async ({ page, look, veer }) => {
    await enter(page, veer, "supporter");
    await take(page);
    await firstContact(page, "no");
    await look("1-respected");
    const ask = page.locator("#now form[action$='/offer']");
    assert.equal(await ask.count(), 0, "who says no is not asked again today");
    for (let day = 0; day < 21 && !(await ask.count()); day += 1) await forward(page, 1);
    await look("2-once-more");
    await press(page, ask.locator("button[value='decline']").first());
    await look("3-rests");
    await forward(page, 21);
    assert.equal(await ask.count(), 0, "and never a third time");
    await look("4-still-rests");
  }));

  journey("red", { langs: ["nl"], viewports: ["phone"], scripts: [false] }, inDemo(async ({ page, look, veer }) => {
    await enter(page, veer, "colleague");
    const name = "Daan";
    const red = page.locator(".choice", { has: page.locator("input[value='red']") });
    // Red asks for a replacement while one is on a unit: until that shift begins.
    for (let hour = 0; hour < 48 && !/\d\d-\d\d\d/.test(await red.innerText()); hour += 1) await forward(page, 1, "1h");
    await red.locator("input").check();
    await press(page, page.locator("form[action='/me/light'] button").last());
    await look("1-asked");
    await enter(page, veer, "dispatcher");
    const asked = page.locator("form[action$='/arranged']");
    assert.ok(await asked.count(), "dispatch is asked for a replacement");
    const told = await page.locator("section", { has: asked }).last().innerText();
    assert.ok(!told.includes(name), "for a unit, not for a person");
    await look("2-dispatch");
    const before = await asked.count();
    await press(page, asked.first().locator("button"));
    assert.equal(await page.locator("form[action$='/arranged']").count(), before - 1);
    await look("3-arranged");
  }));

  journey("missed", { langs: ["nl"], viewports: ["desktop"], scripts: [false] }, inDemo(async ({ page, look, veer }) => {
    await enter(page, veer, "supporter");
    const address = await take(page);
    await forward(page, 3);
    await page.goto(`${veer.origin}/support`);
    const first = page.locator(`main a[href='${address}']`).first();
    assert.ok(await first.count(), "the case is still there");
    assert.ok(await page.locator("main .late").count(), "and it is said that it is late");
    await look("1-late");
    await enter(page, veer, "coordinator");
    assert.ok(await page.locator("main .late").count(), "the coordinator sees that something is late");
    await look("2-board");
    await enter(page, veer, "supporter");
    await page.goto(`${veer.origin}${address}`);
    await firstContact(page, "yes");
    await look("3-still-possible");
  }));

  journey("keyboard", { langs: ["en"], viewports: ["desktop"] }, inDemo(async ({ page, look, veer }) => {
    await enter(page, veer, "supporter");
    await tabTo(page, signal(page).locator("form[action$='/take'] button"));
    await answer(page, "Enter");
    const picture = page.locator("form[action$='/picture']");
    await tabTo(page, picture.locator("input[name='source']").first());
    await page.keyboard.press("Space");
    await tabTo(page, picture.locator("#people"));
    await page.keyboard.type("2");
    await tabTo(page, picture.locator("button.primary"));
    await answer(page, "Enter");
    const contact = page.locator("form[action$='/contact']");
    for (const [name, value] of [["spoken", "yes"], ["channel", "phone"], ["wants", "yes"]]) {
      const first = contact.locator(`input[name='${name}']`).first();
      await tabTo(page, first);
      await page.keyboard.press("Space");
      const wanted = contact.locator(`input[name='${name}'][value='${value}']`);
      for (let key = 0; key < 8 && !(await wanted.isChecked()); key += 1) await page.keyboard.press("ArrowDown");
      assert.ok(await wanted.isChecked(), `${name} is ${value}`);
    }
    await tabTo(page, contact.locator("button.primary"));
    await answer(page, "Enter");
    assert.equal(await contact.count(), 0, "the first contact is registered");
    await look("registered");
  }));
}
