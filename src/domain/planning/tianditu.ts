/** The servers of 天地图's tiles, as its documentation of the map services names them; a browser asks all of them in turn. */
export const tiandituOrigins: readonly string[] = [0, 1, 2, 3, 4, 5, 6, 7].map((n) => `https://t${n}.tianditu.gov.cn`);
