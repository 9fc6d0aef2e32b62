"use client";

/** The last resort, when even the layout failed: plain, without any of the desk's own parts. */
export default function GlobalError({ error }: { error: Error & { digest?: string } }) {
  return (
    <html lang="en">
      <body>
        <main>
          <h1>The desk could not show this page.</h1>
          <p>Reload it. If it happens again, give this to whoever runs the desk: {error.digest}</p>
        </main>
      </body>
    </html>
  );
}
