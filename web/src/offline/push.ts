// A message that arrives while nobody looks: shown with two answers, so that one tap is enough.
//
// What arrives is encrypted for this browser. It holds no name and no event: a sentence, an address to
// open, and an address that takes an answer. Nothing of it is kept.

interface Notice {
  text: string;
  link: string;
  answer?: string;
  coming: string;
  cannot: string;
  tag: string;
}

interface WaitEvent extends Event {
  waitUntil(work: Promise<unknown>): void;
}

interface PushEvent extends WaitEvent {
  readonly data: { json(): unknown } | null;
}

interface Shown {
  readonly data: Notice | undefined;
  close(): void;
}

interface ClickEvent extends WaitEvent {
  readonly action: string;
  readonly notification: Shown;
}

interface Options {
  body?: string;
  tag: string;
  renotify?: boolean;
  requireInteraction?: boolean;
  icon: string;
  data?: Notice;
  actions?: { action: string; title: string }[];
}

interface Scope {
  readonly registration: { showNotification(title: string, options: Options): Promise<void> };
  readonly clients: { openWindow(address: string): Promise<unknown> };
  addEventListener(type: "push", listen: (event: PushEvent) => void): void;
  addEventListener(type: "notificationclick", listen: (event: ClickEvent) => void): void;
}

const scope = self as unknown as Scope;

function read(event: PushEvent): Notice | undefined {
  try {
    const notice = event.data?.json() as Notice | undefined;
    return typeof notice?.text === "string" ? notice : undefined;
  } catch {
    return undefined;
  }
}

/** An address of ours, whatever stood in the message. */
function ours(address: string): string {
  const url = new URL(address, location.origin);
  return url.origin === location.origin ? url.href : location.origin;
}

function show(notice: Notice, icon: string): Promise<void> {
  const { answer, coming, cannot, tag, text } = notice;
  const actions = answer
    ? [
        { action: "coming", title: coming },
        { action: "cannot", title: cannot },
      ]
    : [];
  return scope.registration.showNotification(text, {
    tag,
    renotify: true,
    requireInteraction: answer !== undefined,
    icon,
    data: notice,
    actions,
  });
}

/** Sends the answer as the form of its page does; says briefly that it arrived, or opens the page. */
async function reply(notice: Notice, answer: string, icon: string): Promise<void> {
  const address = ours(notice.answer ?? notice.link);
  const told = answer === "coming" ? notice.coming : notice.cannot;
  try {
    const body = new URLSearchParams({ answer });
    const kept = await fetch(address, { method: "POST", body, credentials: "omit" });
    if (!kept.ok) throw new TypeError("veer: not kept");
    const data = { ...notice, answer: undefined } as unknown as Notice;
    await scope.registration.showNotification("Veer", { body: `✓ ${told}`, tag: notice.tag, icon, data });
  } catch {
    await scope.clients.openWindow(address);
  }
}

/** Shows what is pushed, and takes answers. */
export function installPushed(icon: string): void {
  scope.addEventListener("push", (event) => {
    const notice = read(event);
    if (notice) event.waitUntil(show(notice, icon));
  });
  scope.addEventListener("notificationclick", (event) => {
    const { notification, action } = event;
    notification.close();
    const notice = notification.data;
    if (!notice) return;
    const answers = notice.answer !== undefined && (action === "coming" || action === "cannot");
    event.waitUntil(answers ? reply(notice, action, icon) : scope.clients.openWindow(ours(notice.link)));
  });
}
