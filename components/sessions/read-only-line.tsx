/** Why an agent finds no buttons to act with. */
export function ReadOnlyLine() {
  return (
    <p className="mb-4 text-ink-soft text-sm print:hidden">
      This desk may only read at Kayle: sessions are not cancelled and webhooks not sent again from
      here. Whoever runs the desk can give it a second key for that.
    </p>
  );
}
