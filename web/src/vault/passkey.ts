// Passkeys in the browser: one key that signs in and opens the vault (the WebAuthn PRF extension).
// What PRF gives stays here; the server sees a signature, as of any passkey.
import { prfInput } from "../seal/passkey";
import { toBase64 } from "../seal/bytes";

/** What came of a passkey: the answer for the server, and the secret for the vault, if it gives one. */
export interface Given {
  readonly answer: unknown;
  readonly credential: string;
  readonly secret: Uint8Array | null;
}

/** Base64url without padding, as WebAuthn writes bytes in JSON. */
export function toUrl(bytes: ArrayBuffer | Uint8Array): string {
  const plain = toBase64(bytes instanceof Uint8Array ? bytes : new Uint8Array(bytes));
  return plain.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** Reads base64url. */
export function fromUrl(text: string): Uint8Array<ArrayBuffer> {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

/** Whether this page can use passkeys of `site`: browsers tie them to the name of the server. */
export function canUse(site: string): boolean {
  const host = location.hostname;
  return (
    site !== "" && isSecureContext && "PublicKeyCredential" in globalThis &&
    (host === site || host.endsWith(`.${site}`))
  );
}

interface Descriptor {
  id: string;
  type: "public-key";
  transports?: AuthenticatorTransport[];
}

const described = (list: Descriptor[] | undefined): PublicKeyCredentialDescriptor[] =>
  (list ?? []).map((known) => ({ ...known, id: fromUrl(known.id) }));

const prf = (): AuthenticationExtensionsClientInputs =>
  ({ prf: { eval: { first: prfInput() } } }) as AuthenticationExtensionsClientInputs;

function secretOf(credential: PublicKeyCredential): Uint8Array | null {
  const results = credential.getClientExtensionResults() as { prf?: { results?: { first?: BufferSource } } };
  const first = results.prf?.results?.first;
  if (!first) return null;
  return ArrayBuffer.isView(first)
    ? new Uint8Array(first.buffer, first.byteOffset, first.byteLength)
    : new Uint8Array(first);
}

/** The transports that the server's library knows; a new one must not spoil the answer. */
const KNOWN_WAYS = ["usb", "nfc", "ble", "internal", "hybrid"];

/** Makes a passkey, as the server asks. */
export async function create(asked: { publicKey: Record<string, unknown> }): Promise<Given> {
  const { publicKey } = asked as { publicKey: Record<string, unknown> & { challenge: string } };
  const user = publicKey["user"] as { id: string; name: string; displayName: string };
  const options = {
    ...publicKey,
    challenge: fromUrl(publicKey.challenge),
    user: { ...user, id: fromUrl(user.id) },
    excludeCredentials: described(publicKey["excludeCredentials"] as Descriptor[] | undefined),
    extensions: { ...(publicKey["extensions"] as object | undefined), ...prf() },
  } as unknown as PublicKeyCredentialCreationOptions;
  const made = (await navigator.credentials.create({ publicKey: options })) as PublicKeyCredential;
  const response = made.response as AuthenticatorAttestationResponse;
  const answer = {
    id: made.id,
    rawId: toUrl(made.rawId),
    type: made.type,
    response: {
      attestationObject: toUrl(response.attestationObject),
      clientDataJSON: toUrl(response.clientDataJSON),
      transports: (response.getTransports?.() ?? []).filter((way) => KNOWN_WAYS.includes(way)),
    },
  };
  return { answer, credential: made.id, secret: secretOf(made) };
}

/** Asks for a signature and for the secret in one go, as the server asks. */
export async function get(asked: { publicKey: Record<string, unknown> }): Promise<Given> {
  const { publicKey } = asked as { publicKey: Record<string, unknown> & { challenge: string } };
  const options = {
    ...publicKey,
    challenge: fromUrl(publicKey.challenge),
    allowCredentials: described(publicKey["allowCredentials"] as Descriptor[] | undefined),
    extensions: prf(),
  } as unknown as PublicKeyCredentialRequestOptions;
  const given = (await navigator.credentials.get({ publicKey: options })) as PublicKeyCredential;
  const response = given.response as AuthenticatorAssertionResponse;
  const answer = {
    id: given.id,
    rawId: toUrl(given.rawId),
    type: given.type,
    response: {
      authenticatorData: toUrl(response.authenticatorData),
      clientDataJSON: toUrl(response.clientDataJSON),
      signature: toUrl(response.signature),
      userHandle: response.userHandle ? toUrl(response.userHandle) : null,
    },
  };
  return { answer, credential: given.id, secret: secretOf(given) };
}

/** Asks one of these passkeys for the secret alone: nothing goes to the server. */
export function unlock(site: string, credentials: readonly string[]): Promise<Given> {
  const challenge = toUrl(crypto.getRandomValues(new Uint8Array(32)));
  const allowCredentials = credentials.map((id) => ({ id, type: "public-key" }));
  return get({ publicKey: { challenge, rpId: site, userVerification: "required", timeout: 60_000, allowCredentials } });
}
