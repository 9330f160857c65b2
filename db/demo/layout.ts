/** How many of each there are to be. `villages` includes the communities of the towns. */
export interface Size {
  counties: number;
  towns: number;
  villages: number;
  population: number;
}

/** `county` and `town` are places in the lists; the first county is the core of the city, the first town of each its seat. */
export interface Layout {
  /** Whether a cell lies in the prefecture. */
  inside: Uint8Array;
  /** The town of each cell, -1 outside. */
  townOf: Int32Array;
  counties: { cell: number }[];
  /** `built` for the quarters of the city's core and for the seats of counties: subdistricts. */
  towns: { cell: number; county: number; seat: boolean; built: boolean }[];
  villages: { cell: number; town: number; urban: boolean; people: number }[];
}
