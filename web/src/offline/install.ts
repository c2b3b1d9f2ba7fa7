// Brings in the service worker that keeps the cards (worker.ts), where a page says that there is one.

interface ScriptPolicy {
  createScriptURL(address: string): string;
}

/** A service worker's address is code under Trusted Types: this policy knows one, whatever it is asked. */
function address(): string {
  const factory = (
    window as { trustedTypes?: { createPolicy(name: string, rules: ScriptPolicy): ScriptPolicy } }
  ).trustedTypes;
  const rules = { createScriptURL: () => "/sw.js" };
  return (factory ? factory.createPolicy("veer-offline", rules) : rules).createScriptURL("");
}

/** Keeps the cards for when there is no network, and tells in which language they are read. */
export function installOffline(): void {
  const workers = navigator.serviceWorker as ServiceWorkerContainer | undefined;
  if (!workers || !document.querySelector('link[rel="manifest"]')) return;
  window.addEventListener("load", () => {
    // Without it everything else works; there is nothing that the reader could do about it.
    workers.register(address(), { scope: "/", updateViaCache: "none" }).catch(() => undefined);
    void workers.ready.then(({ active }) => active?.postMessage(document.documentElement.lang));
  });
}
