/** A reader may leave in the middle (`… | head`), which is no fault of anybody's. @param then where there is more to end than the writing */
export function mayLeave(to: NodeJS.WriteStream, then: () => void = () => undefined): void {
  to.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    then();
  });
}

export function write(to: NodeJS.WriteStream, text: string): void {
  mayLeave(to);
  to.write(text.endsWith('\n') ? text : `${text}\n`);
}
