import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { parentPort, workerData } from 'node:worker_threads';
import pdfmake from 'pdfmake';
import type { Content, TDocumentDefinitions } from 'pdfmake/interfaces.js';
import type { Report } from './report.service.ts';

const locate = createRequire(import.meta.url).resolve;
const font = (path: string): Buffer => readFileSync(locate(`@expo-google-fonts/noto-sans-sc/${path}`));

/** pdfmake keeps fonts in a virtual folder of its own, which its types leave out. */
type WithFolder = typeof pdfmake & { virtualfs: { writeFileSync(name: string, content: Buffer): void } };

type Cell = NonNullable<Report['sections'][number]['table']>['header'][number];

/** Set for a reader who has five minutes: the sentence first, then figures, then lists. Nothing in it depends on when it is printed. */
function definitionOf(report: Report): TDocumentDefinitions {
  const content: Content[] = [
    { text: report.title, fontSize: 18, bold: true, margin: [0, 0, 0, 6] },
    ...report.subtitle.map((text): Content => ({ text, fontSize: 9, color: '#555555' })),
  ];
  report.sections.forEach(({ heading, lines, drawing, table }, chapter) => {
    const head: Content[] = [];
    head.push({
      text: heading,
      fontSize: 13,
      bold: true,
      color: '#0d5b62',
      margin: [0, 14, 0, 4],
      headlineLevel: 1,
    });
    for (const text of lines) head.push({ text, fontSize: 11, lineHeight: 1.35, margin: [0, 0, 0, 4] });
    if (drawing !== null) head.push({ svg: drawing, margin: [0, 4, 0, 4] });
    // A drawing stays with its heading; that of the first page may have to leave it, where much is said before.
    if (drawing !== null && chapter > 0) content.push({ stack: head, unbreakable: true });
    else content.push(...head);
    if (!table) return;
    const cell = ({ text, right }: Cell, more: object): Content => ({
      text,
      alignment: right ? 'right' : 'left',
      ...more,
    });
    content.push({
      table: {
        headerRows: 1,
        dontBreakRows: true,
        keepWithHeaderRows: 1,
        // The last column of text takes what the others leave.
        widths: table.header.map((_, at) => (at === table.header.findLastIndex(({ right }) => !right) ? '*' : 'auto')),
        body: [
          table.header.map((head) => cell(head, { bold: true, fontSize: 9, fillColor: '#eef3f2' })),
          ...table.rows.map((row) => row.map((each) => cell(each, { fontSize: 9.5, noWrap: each.right }))),
        ],
      },
      layout: 'lightHorizontalLines',
    });
    if (table.more) content.push({ text: table.more, fontSize: 9, color: '#555555', margin: [0, 3, 0, 0] });
  });
  const at = new Date(report.at);
  return {
    info: { title: report.title, creationDate: at, modDate: at, producer: 'Doorstep', creator: 'Doorstep' },
    pageSize: 'A4',
    pageMargins: [48, 48, 48, 48],
    defaultStyle: { font: 'Noto', fontSize: 10 },
    footer: (page, pages): Content => ({
      text: `${page} / ${pages}`,
      alignment: 'center',
      fontSize: 8,
      color: '#777777',
    }),
    // No heading stands alone at the foot of a page.
    pageBreakBefore: (node, nodes) =>
      node.headlineLevel === 1 &&
      (nodes.getFollowingNodesOnPage().length === 0 || node.startPosition.verticalRatio > 0.86),
    content,
  };
}

const { virtualfs } = pdfmake as WithFolder;
virtualfs.writeFileSync('normal.ttf', font('400Regular/NotoSansSC_400Regular.ttf'));
virtualfs.writeFileSync('bold.ttf', font('700Bold/NotoSansSC_700Bold.ttf'));
// A report is made of what it was given; a name that looks like an address must fetch nothing.
pdfmake.setUrlAccessPolicy(() => false);
pdfmake.setLocalAccessPolicy(() => false);
// Letters of a drawing are looked for among the fonts already opened, by the name that this one bears itself.
pdfmake.setFonts({ Noto: { normal: 'normal.ttf', bold: 'bold.ttf' }, Drawn: { normal: 'NotoSansSC-Regular' } });
const bytes = await pdfmake.createPdf(definitionOf(workerData as Report)).getBuffer();
parentPort?.postMessage(new Uint8Array(bytes));
