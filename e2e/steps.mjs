// What a supporter does on a case, step by step; shared by the journeys.

/** Enters through a door of the demo. */
export async function enter(page, veer, role) {
  await page.goto(veer.byRole(role).url);
}

/** Does what asks for another page, as a press or a key, and waits for the page that answers. */
export async function answered(page, act) {
  const next = page.waitForResponse((response) => response.request().method() === "GET" && response.ok() && response.headers()["content-type"]?.startsWith("text/html"));
  await act();
  await next;
  await page.waitForLoadState("load");
}

/** Submits the form that holds a button and waits for the page that answers. */
export const press = (page, locator) => answered(page, () => locator.click());

/** Moves the demo's clock forward by its buttons, a day or an hour (`1h`) at a time, and comes back. */
export async function forward(page, times, step = "1d") {
  for (let time = 0; time < times; time += 1) await press(page, page.locator(`.demo button[value='${step}']`));
}

/** A new signal that began with an event. */
export const signal = (page) => page.locator("li", { has: page.locator("form[action$='/take']") }).filter({ has: page.locator("a[href^='/support/incident/']") }).first();

/** Takes a signal and returns the address of its case. */
export async function take(page) {
  await press(page, signal(page).locator("form[action$='/take'] button"));
  await page.locator("#now").waitFor();
  return new URL(page.url()).pathname;
}

export async function firstContact(page, wants) {
  const picture = page.locator("form[action$='/picture']");
  await picture.locator("input[name='source']").first().check();
  await picture.locator("#people").fill("2");
  await press(page, picture.locator("button.primary"));
  const contact = page.locator("form[action$='/contact']");
  await contact.locator("input[name='spoken'][value='yes']").check();
  await contact.locator("input[name='channel'][value='phone']").check();
  await contact.locator(`input[name='wants'][value='${wants}']`).check();
  await press(page, contact.locator("button.primary"));
}

export async function plan(page) {
  const form = page.locator("form[action$='/plan']");
  const folded = page.locator("details.more", { has: page.locator("form[action$='/plan']") });
  if (await folded.count()) await folded.locator("summary").first().click();
  await form.locator("input[name='slot']").first().check();
  await form.locator("input[name='agreed']").check();
  await press(page, form.locator("button").last());
}

export async function hold(page, outcome) {
  const form = page.locator("form[action$='/hold']");
  await form.locator(`input[name='outcome'][value='${outcome}']`).check();
  await press(page, form.locator("button.primary"));
}

/** Moves a day at a time until the page asks for the talk's outcome. */
export async function untilTheTalk(page) {
  for (let day = 0; day < 70 && !(await page.locator("form[action$='/hold']").count()); day += 1) await forward(page, 1);
}
