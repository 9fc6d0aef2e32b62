import { createHmac, type KeyObject } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { exportJWK, exportSPKI, generateKeyPair, type JWTPayload, SignJWT } from "jose";

type Fields = Record<string, unknown>;
type Key = KeyObject | CryptoKey | Uint8Array;

/** What this provider says otherwise than an honest one; nothing of it is set at first. */
export type Lies = {
  description?: (honest: Fields) => Fields;
  /** Of the ID token. */
  claims?: (honest: JWTPayload) => JWTPayload;
  sign?: (claims: JWTPayload, keys: HostileKeys) => Promise<string>;
  tokens?: (honest: Fields) => Fields;
  userinfo?: (honest: Fields) => Fields;
  /** Of the address that the browser comes back to. */
  wayBack?: (honest: URLSearchParams) => void;
  /** Answers a path by itself; true when it did. */
  answer?: (path: string, response: ServerResponse) => boolean;
};

export type HostileKeys = {
  /** In the key set. */
  own: Key;
  /** In no key set. */
  foreign: Key;
  /** The public key of the set as anybody can read it. */
  publicPem: string;
};

export const HOSTILE_CLIENT = { id: "the-desk", secret: "the secret of the desk 0123456789" };

export const HONEST_PERSON = {
  sub: "subject-1",
  email: "ann@example.com",
  email_verified: true,
  name: "Ann",
  groups: ["desk-agents"],
};

/** A provider that a test may make say whatever an honest one would never say. */
export class HostileProvider {
  lies: Lies = {};
  /** Paths that were asked for, in order. */
  readonly asked: string[] = [];
  private readonly nonces = new Map<string, string>();

  private constructor(
    readonly issuer: string,
    readonly keys: HostileKeys,
    private readonly jwks: Fields,
    readonly close: () => Promise<void>,
  ) {}

  static async start(): Promise<HostileProvider> {
    const pair = await generateKeyPair("RS256", { extractable: true });
    const foreign = await generateKeyPair("RS256");
    const jwk = await exportJWK(pair.publicKey);
    const keys = {
      own: pair.privateKey,
      foreign: foreign.privateKey,
      publicPem: await exportSPKI(pair.publicKey),
    };
    const server = createServer();
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    async function close(): Promise<void> {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    }
    const jwks = { keys: [{ ...jwk, kid: "own", use: "sig" }] };
    const provider = new HostileProvider(`http://127.0.0.1:${port}`, keys, jwks, close);
    server.on("request", (request: IncomingMessage, response: ServerResponse) => {
      provider.handle(request, response).catch(() => response.destroy());
    });
    return provider;
  }

  /** A token by the key of the set, with whatever claims. */
  sign(claims: JWTPayload, header: Fields = {}): Promise<string> {
    return new SignJWT(claims)
      .setProtectedHeader({ alg: "RS256", kid: "own", ...header })
      .sign(this.keys.own);
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", this.issuer);
    this.asked.push(url.pathname);
    if (this.lies.answer?.(url.pathname, response)) return;
    if (url.pathname === "/authorize") return this.sendBack(url.searchParams, response);
    const body = await this.toBody(url.pathname, new URLSearchParams(await text(request)));
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify(body));
  }

  /** Asks nobody anything; the code remembers the nonce, and may be used as often as one likes. */
  private sendBack(asked: URLSearchParams, response: ServerResponse): void {
    const code = `code-${this.nonces.size}`;
    this.nonces.set(code, asked.get("nonce") ?? "");
    const query = new URLSearchParams({ code, state: asked.get("state") ?? "", iss: this.issuer });
    this.lies.wayBack?.(query);
    response.writeHead(302, { location: `${asked.get("redirect_uri")}?${query}` }).end();
  }

  private async toBody(path: string, form: URLSearchParams): Promise<unknown> {
    switch (path) {
      case "/.well-known/openid-configuration":
        return this.describe();
      case "/jwks":
        return this.jwks;
      case "/token":
        return this.makeTokens(this.nonces.get(form.get("code") ?? "") ?? "");
      case "/userinfo":
        return this.lies.userinfo?.(HONEST_PERSON) ?? HONEST_PERSON;
      default:
        return {};
    }
  }

  private describe(): Fields {
    const honest = {
      issuer: this.issuer,
      authorization_endpoint: `${this.issuer}/authorize`,
      token_endpoint: `${this.issuer}/token`,
      jwks_uri: `${this.issuer}/jwks`,
      userinfo_endpoint: `${this.issuer}/userinfo`,
      authorization_response_iss_parameter_supported: true,
    };
    return this.lies.description?.(honest) ?? honest;
  }

  private async makeTokens(nonce: string): Promise<Fields> {
    const now = Math.floor(Date.now() / 1000);
    const honest = {
      ...{ iss: this.issuer, aud: HOSTILE_CLIENT.id, nonce, iat: now, exp: now + 300 },
      ...HONEST_PERSON,
    };
    const claims = this.lies.claims?.(honest) ?? honest;
    const idToken = (await this.lies.sign?.(claims, this.keys)) ?? (await this.sign(claims));
    const tokens = { id_token: idToken, access_token: "at-1", token_type: "Bearer" };
    return this.lies.tokens?.(tokens) ?? tokens;
  }
}

/** A token made by hand, for what jose refuses to make: `none`, and HMAC with a public key. */
export function signByHand(header: Fields, claims: JWTPayload, secret: string | null): string {
  const input = [header, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
    .join(".");
  const mac = secret === null ? "" : createHmac("sha256", secret).update(input).digest("base64url");
  return `${input}.${mac}`;
}
