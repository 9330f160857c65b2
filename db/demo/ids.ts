const kinds = { division: 'd00', unit: 'a00', site: 'b00', counter: 'c00', person: 'e00' } as const;

/**
 * A key with the shape of a UUIDv7 of 2025-01-01T00:00:00Z whose last digits can be read: those of a division end with
 * its code. Divisions that ended, which gave their code away, count on behind it.
 */
export const demoId = (kind: keyof typeof kinds, number: number | string): string =>
  `01941f29-7c00-7${kinds[kind]}-8000-${String(number).padStart(12, '0')}`;
