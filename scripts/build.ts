import { buildIfNeeded } from "./serve/build";

/** `npm run build`: what `npm start` would build, noted as built, so that it does not build again. */
process.exit(await buildIfNeeded(process.cwd()));
