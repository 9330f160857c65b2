/**
 * Whether this browser can run the map with WebGL: asked before anything of it is loaded. MapLibre needs WebGL 2 and a browser
 * of 2022 or later; Chromium 86 and machines without a working graphics driver get the plain drawing.
 */
export function canDrawWithGl(): boolean {
  if (typeof structuredClone !== 'function' || typeof ResizeObserver !== 'function') return false;
  try {
    const context = document.createElement('canvas').getContext('webgl2');
    context?.getExtension('WEBGL_lose_context')?.loseContext();
    return context !== null;
  } catch {
    return false;
  }
}
