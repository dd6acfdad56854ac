import { type DeliveryResult, deliverTogether } from '../../notify/channels/delivery.ts';
import type { Message } from '../../notify/message.ts';
import { wordMessage } from '../../notify/words/word-message.ts';
import type { NotifierDependencies } from './dependencies.ts';
import type { SentLine } from './log-line.ts';

/** The results of a minute's messages. */
export type Delivered = Readonly<{
  delivered: readonly Message[];
  failed: readonly Message[];
  /** Those of the failed ones that wait for readers; the channel itself works. */
  waiting: readonly Message[];
  sent: readonly SentLine[];
}>;

/** Writes the messages and sends them all at once; never rejects. */
export async function deliverMessages(
  { prepareWording, send }: Pick<NotifierDependencies, 'prepareWording' | 'send'>,
  messages: readonly Message[],
  at: number,
): Promise<Delivered> {
  if (messages.length === 0) return { delivered: [], failed: [], waiting: [], sent: [] };
  const wording = await prepareWording(messages, at);
  const results = await deliverTogether(
    messages.map(message => ({
      destination: message.destination,
      deliver: async () => send(message, wordMessage(message, wording)),
    })),
  );
  const isDelivered = (_: unknown, index: number) => results[index]?.result.ok === true;
  return {
    delivered: messages.filter(isDelivered),
    failed: messages.filter((message, index) => !isDelivered(message, index)),
    waiting: messages.filter((_, index) => {
      const result = results[index]?.result;
      return result?.ok === false && result.code === 'no-readers';
    }),
    sent: messages.flatMap((message, index) => {
      const result = results[index]?.result;
      return result === undefined ? [] : [toSentLine(message, result)];
    }),
  };
}

function toSentLine(
  { destination, severity, kind, items }: Message,
  result: DeliveryResult,
): SentLine {
  const line = { destination, severity, kind, alarms: items.length };
  if (result.ok) return line;
  const { code, problem, attempts } = result;
  return { ...line, fault: { code, problem, attempts } };
}
