// Notifications on this device: asks the browser where they go, and sends that as an ordinary form.

function bytes(text: string): Uint8Array<ArrayBuffer> {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  const out = new Uint8Array(plain.length);
  for (let at = 0; at < plain.length; at += 1) out[at] = plain.charCodeAt(at);
  return out;
}

async function subscription(key: string): Promise<string> {
  if ((await Notification.requestPermission()) !== "granted") throw new TypeError("veer: not allowed");
  const worker = await navigator.serviceWorker.ready;
  // One of another key would answer to somebody else: it is made anew.
  await (await worker.pushManager.getSubscription())?.unsubscribe();
  const made = await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(key) });
  const { endpoint, keys } = made.toJSON();
  return JSON.stringify({ endpoint, keys });
}

/** Shows `<section data-push="KEY" hidden>` where the browser can be notified, and fills its form. */
export function installPush(): void {
  const place = document.querySelector<HTMLElement>("[data-push]");
  const form = place?.querySelector("form");
  const field = form?.querySelector<HTMLInputElement>('[name="subscription"]');
  if (!place || !form || !field) return;
  if (!("serviceWorker" in navigator && "PushManager" in window && "Notification" in window)) return;
  place.hidden = false;
  form.querySelector("button")?.addEventListener("click", () => {
    subscription(place.dataset.push ?? "").then(
      (made) => {
        field.value = made;
        form.requestSubmit();
      },
      () => {
        const said = place.querySelector("[data-push-said]");
        if (said) said.textContent = place.dataset.refused ?? "";
      },
    );
  });
}
