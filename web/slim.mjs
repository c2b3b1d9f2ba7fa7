// Leaves the NIST curves out of the bundles. The age library can also seal to P-256 tags, which Veer
// refuses before it opens anything; a phone need not load the curves (a tenth of the vault) for that.
// What is left in their place has the sizes that the library asks for at its start, and fails if used.
const STAND_IN = `
const unused = () => { throw new Error("veer: P-256 is not used"); };
const curve = (bytes) => ({
  lengths: { secretKey: bytes, publicKey: bytes + 1, publicKeyUncompressed: 2 * bytes + 1, publicKeyHasPrefix: true, seed: bytes + 16 },
  keygen: unused, getPublicKey: unused, getSharedSecret: unused, utils: { randomSecretKey: unused },
  Point: { Fn: {}, fromBytes: unused },
});
export const p256 = curve(32), p384 = curve(48);
`;

/** The esbuild plugin; the tests of the sealing code bundle with it too. */
export const slim = {
  name: "veer-slim",
  setup(build) {
    build.onResolve({ filter: /^@noble\/curves\/nist\.js$/ }, () => ({ path: "nist", namespace: "veer-slim" }));
    build.onLoad({ filter: /.*/, namespace: "veer-slim" }, () => ({ contents: STAND_IN }));
  },
};
