/**
 * One organisation at a time, in every tab: whoever goes to another one in one tab leaves the others
 * of that browser as well, so that no form of the first is sent to the second.
 */
export function installOrganisation(): void {
  const here = document.querySelector<HTMLElement>("[data-organisation]")?.dataset["organisation"];
  if (here === undefined || !("BroadcastChannel" in window)) return;
  const channel = new BroadcastChannel("veer-organisation");
  channel.onmessage = ({ data }: MessageEvent<unknown>) => {
    if (typeof data === "string" && data !== here) location.replace("/");
  };
  channel.postMessage(here);
}
