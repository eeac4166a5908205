import type { Email } from './email.ts';

export interface MailSettings {
  /** `smtp://user:password@host:587` or `smtps://…:465`. */
  smtpUrl: string;
  /** As in `Passerby <stats@example.com>`. */
  from: string;
}

export interface Envelope {
  to: string;
  unsubscribeUrl: string;
  /** The same at every attempt, so that a mail program shows one where two arrive. */
  id: string;
}

export type SendMail = (email: Email, envelope: Envelope) => Promise<void>;

/** Sends mail by SMTP. Resolves once the server has taken it. */
export function mailer({ smtpUrl, from }: MailSettings): SendMail {
  const host = /@([\w.-]+)>?$/.exec(from)?.[1] ?? 'localhost';
  return async (email, { to, unsubscribeUrl, id }) => {
    // Only who sends mail pays the memory for it.
    const { createTransport } = await import('nodemailer');
    const transport = createTransport({ url: smtpUrl, connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 30_000 });
    try {
      await transport.sendMail({
        ...email, from, to: { name: '', address: to }, messageId: `<${id}@${host}>`,
        headers: { 'auto-submitted': 'auto-generated', 'list-unsubscribe': `<${unsubscribeUrl}>`, 'list-unsubscribe-post': 'List-Unsubscribe=One-Click' },
        // What is in a mail is text that visitors may have sent; none of it is a file or an address to be read.
        disableFileAccess: true, disableUrlAccess: true,
      });
    } finally {
      transport.close();
    }
  };
}
