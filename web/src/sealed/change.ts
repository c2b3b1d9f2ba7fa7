// How signs changed between talks: a small picture for the eye, the same in words for everybody.
import type { Sign } from "../seal/note";
import type { Thread } from "./read";

/** A column for each note that kept signs, a row for each sign that was ever mentioned. */
export interface Change {
  readonly columns: readonly { readonly slot: string; readonly at: number }[];
  readonly rows: readonly { readonly sign: string; readonly cells: readonly (Sign | null)[] }[];
}

/** Lines up the signs of the newest verified revisions, oldest note first; two notes at least. */
export function changeOf(threads: readonly Thread[], order: readonly string[]): Change | null {
  const kept = [...threads].reverse().flatMap(({ versions: [newest, ...older] }) => {
    const { note, unverified } = newest;
    const at = older.at(-1)?.at ?? newest.at;
    return note && !unverified && note.body.signs.length > 0 ? [{ slot: note.slot, at, signs: note.body.signs }] : [];
  });
  if (kept.length < 2) return null;
  const named = order.filter((sign) => kept.some(({ signs }) => signs.some((each) => each.sign === sign)));
  const rows = named.map((sign) => ({
    sign,
    cells: kept.map(({ signs }) => signs.find((each) => each.sign === sign) ?? null),
  }));
  return { columns: kept.map(({ slot, at }) => ({ slot, at })), rows };
}

const RADIUS: Record<string, number> = { sometimes: 5, weekly: 8, daily: 11 };
const ROW = 52;
const HEAD = 30;

/** What the drawing says in words. */
export interface Words {
  readonly title: string;
  readonly sign: string;
  readonly present: string;
  readonly absent: string;
  label(family: "sign" | "slot" | "short" | "long" | "often", code: string): string;
}

/** Draws it: x in per cent and y in pixels, so that text keeps its size on any screen. */
export function draw(change: Change, words: Words): SVGSVGElement {
  const svg = part("svg", { class: "sealed-drawing", role: "img", height: HEAD + change.rows.length * ROW });
  const title = part("title");
  title.textContent = words.title;
  svg.append(title);
  const x = (column: number): string => `${(((column + 0.5) / change.columns.length) * 100).toFixed(2)}%`;
  change.columns.forEach(({ slot }, column) => svg.append(text(x(column), 16, words.label("short", slot), "column")));
  change.rows.forEach(({ sign, cells }, row) => {
    const top = HEAD + row * ROW;
    svg.append(text("0", top + 12, words.label("sign", sign), "row"));
    const y = top + 34;
    svg.append(part("line", { class: "axis", x1: x(0), x2: x(cells.length - 1), y1: y, y2: y }));
    cells.forEach((cell, column) => {
      const r = cell ? (RADIUS[cell.often] ?? 5) : 3;
      svg.append(part("circle", { class: cell ? "there" : "absent", cx: x(column), cy: y, r }));
    });
  });
  return svg;
}

/** The same as a table. */
export function fill(table: HTMLTableElement, change: Change, words: Words): void {
  const head = table.createTHead().insertRow();
  head.append(cell("th", words.sign, "col"), ...change.columns.map(({ slot }) => cell("th", words.label("slot", slot), "col")));
  const body = table.createTBody();
  for (const { sign, cells } of change.rows) {
    const row = body.insertRow();
    row.append(cell("th", words.label("sign", sign), "row"));
    for (const each of cells) row.append(cell("td", each ? inWords(each, words) || words.present : words.absent));
  }
}

/** What is known of a sign: "een paar dagen, af en toe"; empty when nobody said. */
export function inWords({ long, often }: Sign, words: Pick<Words, "label">): string {
  return [long && words.label("long", long), often && words.label("often", often)].filter(Boolean).join(", ");
}

function cell(kind: "th" | "td", content: string, scope?: string): HTMLElement {
  const made = document.createElement(kind);
  made.textContent = content;
  if (scope) made.setAttribute("scope", scope);
  return made;
}

function text(x: string, y: number, content: string, kind: string): SVGElement {
  const made = part("text", { class: kind, x, y });
  made.textContent = content;
  return made;
}

function part<K extends keyof SVGElementTagNameMap>(
  name: K,
  attributes: Record<string, string | number> = {},
): SVGElementTagNameMap[K] {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  return made;
}
