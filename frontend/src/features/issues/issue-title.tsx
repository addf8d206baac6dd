/** The title of an issue with its exception type set apart from the message. */
export function IssueTitle({ title }: { title: string }) {
  const [, type, message] = /^([\w.$:\\]{1,80}?): (.+)$/s.exec(title) ?? [];
  if (!type) return <span className="font-semibold">{title || "(no message)"}</span>;
  return (
    <>
      <span className="font-semibold">{type}</span>{" "}
      <span className="font-normal text-ink-soft">{message}</span>
    </>
  );
}
