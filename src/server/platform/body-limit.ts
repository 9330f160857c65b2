import { Refused } from '#domain/kernel/problem.ts';

const megabyte = 1024 * 1024;
const tooLarge = (limit: number): Refused => new Refused('input.too-large', { limit: Math.floor(limit / megabyte) });

/**
 * The request with at most `limit` bytes of body. What says beforehand that it is larger is refused at once; what does not
 * say how large it is (chunked) is counted while it is read, and reading it fails with the same refusal.
 * @throws Refused `input.too-large`
 */
export function limited(request: Request, limit: number): Request {
  if (Number(request.headers.get('content-length') ?? 0) > limit) throw tooLarge(limit);
  if (!request.body || !request.headers.has('transfer-encoding')) return request;
  let seen = 0;
  const counted = request.body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        seen += chunk.byteLength;
        if (seen > limit) controller.error(tooLarge(limit));
        else controller.enqueue(chunk);
      },
    }),
  );
  return new Request(request, { body: counted, duplex: 'half' } as RequestInit);
}
