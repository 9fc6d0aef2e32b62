import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { exportJWK, generateKeyPair } from "jose";
import Provider, { type Configuration } from "oidc-provider";

/** Somebody whom the provider knows. */
export type Person = {
  sub: string;
  email: string;
  email_verified: boolean;
  name: string;
  groups: string[];
};

export type RealProviderOptions = {
  /** The desk's address, as browsers see it. */
  deskUrl: string;
  /** Where the provider itself reaches the desk; its address otherwise. */
  backchannelUrl?: string;
  port?: number;
  client?: { id: string; secret: string };
  /** With these its page asks who sits there; otherwise `signInAs` says so. */
  people?: readonly Person[];
  algorithm?: "RS256" | "PS256" | "ES256";
  clientAuth?: "client_secret_basic" | "client_secret_post";
};

export type RealProvider = {
  issuer: string;
  /** Who sits at the browser; null says no when asked whether the desk may know. */
  signInAs(person: Person | null): void;
  close(): Promise<void>;
};

export const CLIENT_ID = "session desk: tests";
export const CLIENT_SECRET = "a secret+with:every%thing of the tests 0123456789";

/** Without an icon of its own the browser would ask for one, and report that there is none. */
const HEAD = '<!doctype html><html lang="en"><link rel="icon" href="data:,">';

/** `oidc-provider`, a certified implementation, on a port of its own; who signs in is set from outside. */
export async function startRealProvider(options: RealProviderOptions): Promise<RealProvider> {
  const people = new Map((options.people ?? []).map((person) => [person.sub, person]));
  let current: Person | null = null;
  // Before the server listens: whoever asks while nobody answers would wait for ever.
  const configuration = await toConfiguration(options, people);
  const server = createServer();
  server.listen(options.port ?? 0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const issuer = `http://127.0.0.1:${port}`;
  const provider = new Provider(issuer, configuration);
  const answer = provider.callback();
  server.on("request", (request: IncomingMessage, response: ServerResponse) => {
    const url = new URL(request.url ?? "/", issuer);
    const isAsking = url.pathname.startsWith("/interaction/");
    const chosen = url.searchParams.get("as");
    if (isAsking && options.people && chosen === null) return ask(options.people, response);
    const person = chosen === null ? current : (people.get(chosen) ?? null);
    const done = isAsking
      ? interact(provider, person, request, response)
      : answer(request, response);
    Promise.resolve(done).catch(() => response.destroy());
  });
  return {
    issuer,
    signInAs(person) {
      current = person;
      if (person) people.set(person.sub, person);
    },
    async close() {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function toConfiguration(
  {
    deskUrl,
    backchannelUrl = deskUrl,
    algorithm = "RS256",
    clientAuth,
    client,
  }: RealProviderOptions,
  people: ReadonlyMap<string, Person>,
): Promise<Configuration> {
  const { privateKey } = await generateKeyPair(algorithm, { extractable: true });
  const key = await exportJWK(privateKey);
  return {
    clients: [
      {
        client_id: client?.id ?? CLIENT_ID,
        client_secret: client?.secret ?? CLIENT_SECRET,
        redirect_uris: [`${deskUrl}/api/auth/callback/company`],
        post_logout_redirect_uris: [`${deskUrl}/sign-in`],
        id_token_signed_response_alg: algorithm,
        token_endpoint_auth_method: clientAuth ?? "client_secret_basic",
        backchannel_logout_uri: `${backchannelUrl}/api/auth/backchannel-logout`,
        backchannel_logout_session_required: true,
      },
    ],
    clientAuthMethods: [clientAuth ?? "client_secret_basic"],
    jwks: { keys: [{ ...key, kid: "of-the-tests", use: "sig", alg: algorithm }] },
    cookies: { keys: ["only for the tests"] },
    // Its own way would refuse to send a logout to this machine.
    fetch: (url, options = {}) => {
      const { method, headers, body, signal } = options;
      return fetch(url, { method, headers, body, signal } as RequestInit);
    },
    ttl: { AccessToken: 600, Grant: 600, IdToken: 600, Interaction: 600, Session: 600 },
    claims: { openid: ["sub", "groups"], email: ["email", "email_verified"], profile: ["name"] },
    features: {
      devInteractions: { enabled: false },
      backchannelLogout: { enabled: true },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: (context, form) => {
          const button = `<button form="op.logoutForm" name="logout" value="yes">Sign out</button>`;
          context.body = `${HEAD}<title>Sign out?</title>${form}${button}`;
        },
      },
    },
    findAccount: (_context, id) => ({
      accountId: id,
      claims: () => ({ ...(people.get(id) ?? { sub: id }) }),
    }),
  };
}

/** A page with a link for each person, and one to say no. */
function ask(people: readonly Person[], response: ServerResponse): void {
  const links = [...people, { sub: "", name: "nobody" }].map(
    ({ sub, name }) => `<p><a href="?as=${sub}">Go on as ${name}</a></p>`,
  );
  response.setHeader("content-type", "text/html");
  response.end(`${HEAD}<title>Your company</title>${links.join("")}`);
}

/** Stands for the pages on which people sign in and agree. */
async function interact(
  provider: Provider,
  person: Person | null,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (!person) {
    const result = { error: "access_denied", error_description: "The person said no." };
    return provider.interactionFinished(request, response, result);
  }
  const { params } = await provider.interactionDetails(request, response);
  const grant = new provider.Grant({
    accountId: person.sub,
    clientId: String(params["client_id"]),
  });
  grant.addOIDCScope(String(params["scope"]));
  const result = { login: { accountId: person.sub }, consent: { grantId: await grant.save() } };
  return provider.interactionFinished(request, response, result);
}
