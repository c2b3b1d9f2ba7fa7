// The one Trusted Types policy of Veer. It is not exported to the page and is handed to htmx alone.
//
// htmx parses a whole response with it. The response is our own server's, escaped by its templates;
// what the policy adds is that nothing in it can become a script: a body with a script element or an
// inline handler is refused as a whole, and text is never turned into code.

/** What htmx needs of a policy. */
export interface Policy {
  createHTML(html: string): TrustedHTMLLike;
  createScript(code: string): never;
}

/** `TrustedHTML` where the browser has it, the same text where it does not. */
export type TrustedHTMLLike = string & { readonly __trusted?: never };

interface PolicyFactory {
  createPolicy(
    name: string,
    rules: { createHTML(html: string): string; createScript(code: string): string },
  ): Policy;
}

const HEAD = /<head(\s[^>]*)?>[\s\S]*?<\/head>/gi;
const QUOTED = /"[^"<>]*"|'[^'<>]*'/g; // a value like "only=1" is no handler
const ACTIVE = /<(?:script|iframe|object|embed|base|meta)[\s/>]|<[^>]*[\s/"'](?:on[a-z]+|srcdoc|style)\s*=/i;

/** Returns the markup unchanged, or throws when it carries anything active. */
export function inert(html: string): string {
  // htmx takes the title out of the head and drops the rest of it before it parses the body
  if (ACTIVE.test(html.replace(HEAD, "").replace(QUOTED, '""'))) {
    throw new TypeError("veer: markup with a script, frame or inline handler is not inserted");
  }
  return html;
}

/** Refuses to make code out of text. */
export function refuseCode(): never {
  throw new TypeError("veer: text is never run as code (hx-on, js: and [filter] are not available)");
}

/** Makes the policy `veer`; a second call fails, as the CSP allows one of that name. */
export function makePolicy(): Policy {
  const factory = (window as { trustedTypes?: PolicyFactory }).trustedTypes;
  const rules = { createHTML: inert, createScript: refuseCode };
  return factory ? factory.createPolicy("veer", rules) : rules;
}
