import { Refused } from '#domain/kernel/problem.ts';
import { residentOf } from './serve.ts';
import { isId, type Visit } from './visit.ts';

const shownHere = new Set(['application/pdf', 'image/jpeg', 'image/png']);

/** A paper or an issued document, to look at or to keep. Anything but a picture or a PDF is only ever kept. */
export async function file(visit: Visit, kind: 'paper' | 'document'): Promise<Response> {
  residentOf(visit);
  const { client, c } = visit;
  const id = c.req.param('id') ?? '';
  const wanted = c.req.param(kind) ?? '';
  if (!isId(id) || !isId(wanted)) throw new Refused('not-found');
  const found =
    kind === 'paper'
      ? await client.papers.download({ case: id, id: wanted })
      : await client.papers.document({ case: id, id: wanted });
  const type = found.type.split(';')[0] ?? '';
  const how = shownHere.has(type) ? 'inline' : 'attachment';
  return c.body(found.stream(), 200, {
    'Content-Type': shownHere.has(type) ? type : 'application/octet-stream',
    'Content-Length': String(found.size),
    'Content-Disposition': `${how}; filename*=UTF-8''${encodeURIComponent(found.name || `${kind}.pdf`)}`,
  });
}
