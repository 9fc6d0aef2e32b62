import { ExternalLink } from "lucide-react";
import { readRedirectUrl } from "@/lib/domain/redirect-url";

/** Where the customer is sent afterwards, with the integrator's own references set out. */
export function RedirectValue({ url }: { url: string | null }) {
  const redirect = readRedirectUrl(url);
  if (!redirect) return <span className="text-ink-faint">None given</span>;
  return (
    <>
      {redirect.isLink ? (
        <a
          href={redirect.raw}
          target="_blank"
          rel="noopener noreferrer"
          title={redirect.raw}
          className="inline-flex max-w-full items-baseline gap-1 break-all text-accent underline underline-offset-2"
        >
          <span className="min-w-0 break-all">
            {redirect.host}
            {redirect.path}
          </span>
          <ExternalLink aria-hidden className="size-3 shrink-0 self-center" />
          <span className="sr-only">(opens in a new tab)</span>
        </a>
      ) : (
        <span className="break-all font-mono">{redirect.raw}</span>
      )}
      {redirect.references.map((reference, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a parameter may be given twice, and the list never changes.
        <span key={index} className="block break-all text-ink-soft">
          {reference.name} = <strong className="font-semibold text-ink">{reference.value}</strong>
        </span>
      ))}
    </>
  );
}
