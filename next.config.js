/** @type {import("next").NextConfig} */
const nextConfig = {
  // Native and WebAssembly packages must be required from node_modules, not bundled.
  serverExternalPackages: [
    "@electric-sql/pglite",
    "@node-rs/argon2",
    "pg",
    "pino",
    "rate-limiter-flexible",
  ],
  poweredByHeader: false,
  // The desk shows no pictures, and Next's own server for them fetches whatever path it is told.
  images: { unoptimized: true },
  // Table hooks keep their own identity between renders, which the compiler would memoise away.
  reactCompiler: false,
  typedRoutes: false,
};

export default nextConfig;
