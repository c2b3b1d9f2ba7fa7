// The markup that the server rendered: its parts, its words, its cards. Nothing here makes markup.

/** The parts of one `<veer-notes>`. */
export class Parts {
  private readonly lang = document.documentElement.lang || "nl";

  constructor(private readonly root: HTMLElement) {}

  /** A part by its name; `null` where this mode has none. */
  find<T extends HTMLElement = HTMLElement>(name: string, within: ParentNode = this.root): T | null {
    return within.querySelector<T>(`[data-part="${name}"]`);
  }

  /** Shows or hides a part. */
  show(name: string, shown: boolean, within: ParentNode = this.root): void {
    const part = this.find(name, within);
    if (part) part.hidden = !shown;
  }

  /** The reader's words for a code, with what stands in braces filled in. */
  say(code: string, filled: Record<string, string> = {}): string {
    const template = this.root.querySelector<HTMLTemplateElement>(`template[data-say="${CSS.escape(code)}"]`);
    const words = template?.content.textContent ?? "";
    return words.replace(/\{(\w+)\}/g, (whole, name: string) => filled[name] ?? whole);
  }

  /** The words for a code of a family; a code of a later version shows as it is. */
  label(family: string, code: string): string {
    return this.say(`${family}-${code}`) || code;
  }

  /** A fresh copy of a card. */
  card(name: string): DocumentFragment {
    const template = this.root.querySelector<HTMLTemplateElement>(`template[data-card="${name}"]`);
    return document.importNode(template?.content ?? document.createDocumentFragment(), true);
  }

  /** Fills a place of a card, and shows it. */
  fill(card: ParentNode, name: string, ...content: (Node | string)[]): HTMLElement | null {
    const place = card.querySelector<HTMLElement>(`[data-fill="${name}"]`);
    place?.replaceChildren(...content);
    if (place) place.hidden = false;
    return place;
  }

  /** A moment in words: `di 3 mrt 14:02`. */
  when(at: number): string {
    return this.format(at, { weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });
  }

  /** A moment of today: `14:02`. */
  time(at: number): string {
    return this.format(at, { hour: "2-digit", minute: "2-digit" });
  }

  private format(at: number, how: Intl.DateTimeFormatOptions): string {
    const zone = this.root.getAttribute("zone") || "UTC";
    const locale = this.lang === "en" ? "en-GB" : "nl-NL";
    return new Intl.DateTimeFormat(locale, { ...how, hourCycle: "h23", timeZone: zone }).format(at);
  }
}
