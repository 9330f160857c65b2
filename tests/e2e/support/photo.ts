import sharp from 'sharp';

/** A photograph as an old telephone takes it: a real JPEG that says where it was taken. */
export async function photoOf(words: string): Promise<Buffer> {
  const card = `<svg width="1200" height="760"><rect width="1200" height="760" fill="#dfe8ea"/><rect x="60" y="60" width="1080" height="640" rx="40" fill="#fff" stroke="#7a8a90" stroke-width="6"/><rect x="820" y="170" width="240" height="320" fill="#c7d3d8"/><text x="130" y="260" font-size="64" font-family="sans-serif">${words}</text><text x="130" y="600" font-size="52" font-family="sans-serif">DEMO 9901</text></svg>`;
  return sharp(Buffer.from(card))
    .jpeg({ quality: 82 })
    .withExif({ IFD0: { Make: 'Old phone' }, IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '30/1 10/1 0/1' } })
    .toBuffer();
}

/** What a picture still tells about its place and its camera. */
export const tellsMore = async (picture: Buffer): Promise<boolean> => {
  const { exif, xmp, iptc } = await sharp(picture).metadata();
  return [exif, xmp, iptc].some((part) => part !== undefined);
};
