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
  const contents = names.map((name) => `export * from ${JSON.stringify(web(`src/${name}.ts`))};`).join("\n");
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
    const { makeIdentity, keysOf, writeIdentity, sealText, openWith } = globalThis.veerTest;
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
      const wrapped = await sealText(file, [keys.recipient]); // a lock that nobody opens: words take long
      await ask("POST", "/vault/make", { ...keys, locks: [{ method: "words", wrapped }] });
    }
    await openWith(file);
    return file;
  }, identityFile);
}
