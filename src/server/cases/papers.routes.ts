import { command, done, os, query } from '../operations.ts';
import * as papers from './papers.service.ts';

export const papersRoutes = {
  upload: os.papers.upload.handler(command(papers.upload, papers.showPaper)),
  remove: os.papers.remove.handler(command(papers.remove, done)),
  download: os.papers.download.handler(query(papers.download)),
  document: os.papers.document.handler(query(papers.openDocument)),
  verify: os.papers.verify.handler(query((ctx, { code }) => papers.verify(ctx, code))),
};
