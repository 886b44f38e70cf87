/** An HTTP answer before it is written to the wire. */
export interface Answer {
  status: number;
  headers: Record<string, string>;
  body: string;
}

/** Goes out in the API's error envelope. */
export interface ApiError {
  status: number;
  code: string;
  message: string;
  details?: unknown;
}

export function errorAnswer(
  error: ApiError,
  requestId: string,
  headers: Record<string, string> = {},
): Answer {
  const { code, message, details } = error;
  const envelope = { code, message, ...(details === undefined ? {} : { details }), request_id: requestId };
  return {
    status: error.status,
    headers: { 'Content-Type': 'application/json; charset=utf-8', ...headers },
    body: JSON.stringify({ error: envelope }),
  };
}
