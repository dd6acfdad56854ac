export type NotifierErrorCode = 'not-saved' | 'alarms-unread' | 'not-delivered';

const messages: Readonly<Record<NotifierErrorCode, string>> = {
  'not-saved': 'what was sent could not be saved',
  'alarms-unread': 'the alarms have not been read for 5 min',
  'not-delivered': 'no message of this minute could be delivered',
};

/**
 * A run that did what it could and still notified nobody. Lambda counts it under `Errors`, which is
 * how CloudWatch sees that the notifier does not work; that metric is free.
 */
export class NotifierError extends Error {
  override readonly name = 'NotifierError';
  readonly code: NotifierErrorCode;

  constructor(code: NotifierErrorCode) {
    super(messages[code]);
    this.code = code;
  }
}
