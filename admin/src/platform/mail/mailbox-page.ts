/** One mail as the local mailbox shows it. */
export interface MailboxItem {
  id: string;
  to: string;
  subject: string;
  text: string;
  /** RFC 3339. */
  created_at: string;
}

const escapes: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escapeHtml = (text: string): string => text.replaceAll(/[&<>"']/g, (char) => escapes[char] ?? char);

/** Makes links of http(s) addresses in text that is escaped already. */
const withLinks = (html: string): string =>
  html.replaceAll(/https?:\/\/[^\s<]+/g, (url) => `<a href="${url}" rel="noreferrer">${url}</a>`);

const article = (mail: MailboxItem): string => `
  <article>
    <h2>${escapeHtml(mail.subject)}</h2>
    <p class="to">to ${escapeHtml(mail.to)} · <time>${escapeHtml(mail.created_at)}</time></p>
    <pre>${withLinks(escapeHtml(mail.text))}</pre>
  </article>`;

const style = `
  :root { color-scheme: light dark; }
  body { font: 15px/1.5 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }
  article { border-top: 1px solid #8885; padding: 1rem 0; }
  h2 { font-size: 1.1rem; margin: 0; }
  .to { opacity: .7; margin: 0; }
  pre { white-space: pre-wrap; overflow-wrap: anywhere; font: inherit; }`;

/** A page without script; mails are text, whatever somebody typed into them. */
export const mailboxPage = (mails: readonly MailboxItem[]): string => `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Mailbox · Aegis</title><style>${style}</style></head>
<body>
<h1>Mailbox</h1>
<p>Mails that would have been sent. This page exists on a developer's machine only.</p>
${mails.length === 0 ? '<p>No mail yet. Reload after you registered or invited somebody.</p>' : mails.map(article).join('')}
</body>
</html>
`;
