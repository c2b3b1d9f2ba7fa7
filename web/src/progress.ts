// <p data-progress="/where"><progress></progress> <span></span></p> asks how far it is, every two
// seconds while the page is looked at, and shows the page anew once it is over. Without script a link does.

const EVERY = 2_000;

interface Far {
  percent: number;
  ended: boolean;
}

/** Whether an answer says how far it is. */
function isFar(value: unknown): value is Far {
  return typeof value === "object" && value !== null && "percent" in value && "ended" in value;
}

/** Follows the work that this page shows, if it shows any. */
export function installProgress(): void {
  const place = document.querySelector<HTMLElement>("[data-progress]");
  const address = place?.dataset.progress;
  if (!place || !address) return;
  const timer = setInterval(() => void look(place, address, timer), EVERY);
}

async function look(place: HTMLElement, address: string, timer: ReturnType<typeof setInterval>): Promise<void> {
  if (document.hidden) return;
  try {
    const answer = await fetch(address, { headers: { accept: "application/json" } });
    const far: unknown = answer.ok ? await answer.json() : null;
    if (!isFar(far)) return;
    if (far.ended) {
      clearInterval(timer);
      location.reload();
      return;
    }
    const bar = place.querySelector("progress");
    const words = place.querySelector("span");
    if (bar) bar.value = far.percent;
    if (words) words.textContent = `${far.percent} %`;
  } catch {
    // No connection just now; the next look may have one.
  }
}
