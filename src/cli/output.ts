/** Writes an answer to a reader who may have left in the middle (`… | head`), which is no fault of anybody's. */
export function write(to: NodeJS.WriteStream, text: string): void {
  to.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
  to.write(text.endsWith('\n') ? text : `${text}\n`);
}
