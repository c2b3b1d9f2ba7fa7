// Opens a vault in a visitor's browser as the page /vault does, by the product's own modules, and
// without its words: what is sealed is then tested without waiting for scrypt.
import { fileURLToPath } from "node:url";
import { createRequire } from "node:module";

const web = (path) => fileURLToPath(new URL(`../web/${path}`, import.meta.url));

let bundled;

/** The modules, as one script that leaves `veerTest` behind. */
async function modules() {
  const { build } = createRequire(web("package.json"))("esbuild");
  const names = ["seal/age", "seal/identity", "seal/note", "seal/circle", "vault/open"];
  const own = names.map((name) => `export * from ${JSON.stringify(web(`src/${name}.ts`))};`);
  const contents = [...own, 'export { Encrypter } from "age-encryption";'].join("\n");
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: web(".") },
    bundle: true,
    write: false,
    format: "iife",
    globalName: "veerTest",
    target: ["es2022", "chrome111"],
    logLevel: "warning",
  });
  return outputFiles[0].text;
}

/** Lends the page the product's sealing code; over the debugger, which the page's CSP does not bind. */
export async function lend(page) {
  bundled ??= modules();
  await page.evaluate(`${await bundled}; globalThis.veerTest = veerTest;`);
}

/** Makes a vault for whoever is signed in and opens it; returns the identity file. */
export async function openVault(page, identityFile = null) {
  await lend(page);
  return page.evaluate(async (known) => {
    const { Encrypter, makeIdentity, keysOf, writeIdentity, openWith } = globalThis.veerTest;
    const ask = async (method, path, body) => {
      const answer = await fetch(path, {
        method,
        headers: { accept: "application/json", "content-type": "application/json" },
        body: body && JSON.stringify(body),
      });
      if (!answer.ok) throw new Error(`${path} ${answer.status} ${await answer.text()}`);
      return answer.status === 204 ? null : answer.json().catch(() => null);
    };
    let file = known;
    const state = await ask("GET", "/vault/state");
    if (!state.vault) {
      const mine = await makeIdentity(state.org, state.person, 1);
      const keys = await keysOf(mine);
      file = writeIdentity(mine);
      const words = new Encrypter(); // a lock that nobody opens, with hardly any work: words take long
      words.setPassphrase("woorden van deze proef");
      words.setScryptWorkFactor(1);
      const closed = await words.encrypt(file);
      const wrapped = btoa(Array.from(closed, (byte) => String.fromCharCode(byte)).join(""));
      await ask("POST", "/vault/make", { ...keys, locks: [{ method: "words", wrapped }] });
    }
    await openWith(file);
    return file;
  }, identityFile);
}
