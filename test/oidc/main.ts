import { type Person, startRealProvider } from "./real-provider";

/**
 * Runs the provider as a process of its own: `PORT`, `DESK_URL`, `OIDC_CLIENT_ID`, `OIDC_CLIENT_SECRET`. Its
 * page asks which of these people sits there.
 */
const PEOPLE: readonly Person[] = [
  {
    sub: "ann",
    email: "ann@example.com",
    email_verified: true,
    name: "Ann Agent",
    groups: ["desk-agents"],
  },
  {
    sub: "zoe",
    email: "zoe@example.com",
    email_verified: true,
    name: "Zoe Elsewhere",
    groups: ["other-team"],
  },
];

function requireEnv(name: string): string {
  const value = process.env[name];
  if (value) return value;
  process.stderr.write(`${name} is not set.\n`);
  process.exit(1);
}

const { issuer } = await startRealProvider({
  deskUrl: requireEnv("DESK_URL"),
  port: Number(requireEnv("PORT")),
  client: { id: requireEnv("OIDC_CLIENT_ID"), secret: requireEnv("OIDC_CLIENT_SECRET") },
  people: PEOPLE,
});
process.stdout.write(`The identity provider is ready on ${issuer}\n`);
for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => process.exit(0));
